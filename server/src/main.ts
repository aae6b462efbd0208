// The process: configuration, database, listening, and an orderly end.
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createApp } from './app.ts'
import { explainFault, keepAddress, openDataFolder } from './data-folder.ts'
import { serveFiles } from './files/files.ts'
import { createPackages } from './files/packages.ts'
import { ensureFirstAdmin } from './first-start.ts'
import { firstKeyText, greet, prepareWelcome } from './greeting.ts'
import { createHttpServer } from './http-server.ts'
import { Blobs } from './kernel/blobs.ts'
import { monotonicClock } from './kernel/clock.ts'
import { type Config, readConfig } from './kernel/config.ts'
import { createLogger } from './kernel/logger.ts'

async function main(): Promise<void> {
  const config = readConfig(process.env)
  try {
    await start(config)
  } catch (error) {
    throw explainFault(config.dataDir, error as Error)
  }
}

async function start(config: Config): Promise<void> {
  const logger = createLogger(config.logLevel, process.stdout.isTTY === true)
  // What it writes is for its own user alone, wherever it is copied.
  process.umask(0o077)
  const clock = monotonicClock()
  const store = await openDataFolder(config.dataDir, clock)
  store.onLoss((error) => {
    logger.fatal({ err: error }, 'the disk failed to keep what was written: start again once it is well')
    process.exit(1)
  })
  const http = createHttpServer(clock)
  const { server } = http
  const publicUrl = () => config.publicUrl ?? addressOf(server, config)
  const packages = createPackages(config.dataDir, logger)
  const blobs = new Blobs(join(config.dataDir, 'files'), clock)
  const { trustedProxies } = config
  const app = await createApp({ store, clock, logger, publicUrl, packages, serveFiles, blobs, trustedProxies })
  await listen(server, config)
  keepAddress(config.dataDir, addressOf(server, config))
  const print = (text: string) => void process.stdout.write(text)
  // Only now: a key made for a start that then failed would be seen by nobody.
  const first = await ensureFirstAdmin(store, { adminKey: config.adminKey })
  if (first.key !== null) print(firstKeyText(first.key))
  http.serve(app.http)
  app.scheduler.start()
  const welcome = await prepareWelcome(store, app.kernel)
  void greet(welcome, packages, print)

  let ending = false
  const end = async (signal: string) => {
    if (ending) return
    ending = true
    logger.info({ signal }, 'shutting down')
    const closed = http.close()
    await app.shutDown()
    await closed
    await store.close()
    logger.info('stopped')
    process.exit(0)
  }
  process.on('SIGINT', () => void end('SIGINT'))
  process.on('SIGTERM', () => void end('SIGTERM'))
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
