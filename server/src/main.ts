// The process: configuration, database, listening, and an orderly end.
import { mkdirSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { join } from 'node:path'
import { createApp } from './app.ts'
import { createPackages } from './files/packages.ts'
import { databaseFilename, ensureFirstAdmin } from './first-start.ts'
import { greet, prepareWelcome } from './greeting.ts'
import { monotonicClock } from './kernel/clock.ts'
import { type Config, readConfig } from './kernel/config.ts'
import { createLogger } from './kernel/logger.ts'
import { openSqliteStore } from './kernel/store/sqlite-store.ts'

const drainMilliseconds = 10_000

async function main(): Promise<void> {
  const config = readConfig(process.env)
  const logger = createLogger(config.logLevel, process.stdout.isTTY === true)
  // What it writes is for its own user alone, wherever it is copied.
  process.umask(0o077)
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  const clock = monotonicClock()
  const store = await openSqliteStore({ filename: join(config.dataDir, databaseFilename), clock })
  const server = createServer()
  const publicUrl = () => config.publicUrl ?? addressOf(server, config)
  const packages = createPackages(config.dataDir, logger)
  const app = await createApp({ store, clock, logger, publicUrl, packages, trustedProxies: config.trustedProxies })
  const first = await ensureFirstAdmin(store, { adminKey: config.adminKey })
  server.on('request', app.http)
  const unused = unusedConnections(server)
  // Long-polls and streams are longer than Node's defaults; the headers still have to come in time.
  server.requestTimeout = 120_000
  server.keepAliveTimeout = 75_000
  await listen(server, config)
  app.scheduler.start()
  const welcome = await prepareWelcome(store, app.kernel)
  void greet(welcome, first.key, packages, (text) => process.stdout.write(text))

  let ending = false
  const end = async (signal: string) => {
    if (ending) return
    ending = true
    logger.info({ signal }, 'shutting down')
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    // A kept-alive connection counts as open once its last answer is out: close them as they fall idle.
    const idle = setInterval(() => server.closeIdleConnections(), 50)
    for (const connection of unused) connection.destroy()
    const force = setTimeout(() => server.closeAllConnections(), drainMilliseconds)
    await app.shutDown()
    await closed
    clearInterval(idle)
    clearTimeout(force)
    await store.close()
    logger.info('stopped')
    process.exit(0)
  }
  process.on('SIGINT', () => void end('SIGINT'))
  process.on('SIGTERM', () => void end('SIGTERM'))
}

/** Browsers and fetch open connections ahead of need; Node counts those as busy until their first request has come. */
function unusedConnections(server: Server): ReadonlySet<Socket> {
  const unused = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })
  server.on('request', ({ socket }) => unused.delete(socket))
  return unused
}

function listen(server: Server, { port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') {
        reject(
          new Error(
            `port ${port} on ${host} is taken: stop what uses it, or choose another with PORT=${port + 1} npm start`,
          ),
        )
      } else if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
        reject(
          new Error(
            `HOST=${host} is no address of this machine: use 127.0.0.1 for this machine alone, 0.0.0.0 for the network`,
          ),
        )
      } else if (error.code === 'EACCES') {
        reject(new Error(`this user may not listen on port ${port}: choose one above 1023 with PORT`))
      } else reject(error)
    })
    server.listen(port, host, resolve)
  })
}

function addressOf(server: Server, { host }: Config): string {
  const { port } = server.address() as AddressInfo
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}

main().catch((error: Error) => {
  process.stderr.write(`Mission Control cannot start: ${error.message}\n`)
  process.exit(1)
})
