// A whole server in the process of whoever tests against it: on a free port, and gone without a trace.

import { mkdtempSync, rmSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { type App, type AppDeps, createApp } from '../app.ts'
import { databaseFilename } from '../data-folder.ts'
import { noPackages, type Packages } from '../files/packages.ts'
import { ensureFirstAdmin } from '../first-start.ts'
import { createHttpServer } from '../http-server.ts'
import { Blobs } from '../kernel/blobs.ts'
import type { Clock } from '../kernel/clock.ts'
import { openSqliteStore } from '../kernel/store/sqlite-store.ts'
import type { Store } from '../kernel/store/store.ts'

export interface InProcessOptions {
  readonly clock: Clock
  readonly logger: Logger
  /** A folder whose database and files outlive the server. @default a temporary one */
  readonly dataDir?: string
  /** Another store than SQLite's. @default SQLite in `dataDir`, which would not survive a power cut */
  readonly openStore?: () => Promise<Store>
  /** How the server says others reach it. @default where it listens */
  readonly publicUrl?: string
  /** What the server hands out besides the API. @default nothing */
  readonly serveFiles?: AppDeps['serveFiles']
  /** What the server hands out to install. @default nothing */
  readonly packages?: Packages
  /** As MC_TRUSTED_PROXIES names them. @default none */
  readonly trustedProxies?: readonly string[]
  /** Sees each exchange before the server does. @default nobody */
  readonly watch?: RequestListener
}

export interface InProcessServer {
  readonly url: string
  readonly app: App
  readonly store: Store
  /** Holds the database and the files. */
  readonly dataDir: string
  /** The first admin's key. Empty where the database had one before. */
  readonly adminKey: string
  /** The default workspace. */
  readonly workspaceId: string
  /** Ends the server in good order and starts another on the same database, at the same address. */
  restart(): Promise<void>
  close(): Promise<void>
}

export async function startInProcess(options: InProcessOptions): Promise<InProcessServer> {
  const { clock, logger, packages = noPackages, serveFiles, trustedProxies = [] } = options
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'mission-control-test-'))
  const filename = join(dataDir, databaseFilename)
  const openStore = options.openStore ?? (() => openSqliteStore({ filename, clock, sync: null }))
  const http = createHttpServer(clock)
  const { server } = http
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const publicUrl = () => options.publicUrl ?? address()
  const blobs = new Blobs(join(dataDir, 'files'), clock)
  const startApp = () => createApp({ store, clock, logger, publicUrl, packages, serveFiles, blobs, trustedProxies })

  let store = await openStore()
  let app = await startApp()
  const { key } = await ensureFirstAdmin(store, { adminKey: null })
  const { id: workspaceId } = (await app.kernel.workspaces.default())!
  http.serve((request, response) => {
    options.watch?.(request, response)
    app.http(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    url: address(),
    get app() {
      return app
    },
    get store() {
      return store
    },
    dataDir,
    adminKey: key ?? '',
    workspaceId,
    async restart() {
      await app.shutDown()
      await store.close()
      store = await openStore()
      app = await startApp()
    },
    async close() {
      await app.shutDown()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      await store.close()
      if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
