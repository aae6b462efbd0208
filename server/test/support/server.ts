// A whole server on a temporary database, with a clock that stands still, its answers held against the contract.
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { type App, createApp } from '../../src/app.ts'
import { noPackages, type Packages } from '../../src/files/packages.ts'
import { ensureFirstAdmin } from '../../src/first-start.ts'
import type { components } from '../../src/generated/openapi.ts'
import { createHttpServer } from '../../src/http-server.ts'
import { Blobs } from '../../src/kernel/blobs.ts'
import { openSqliteStore, type SqliteStore } from '../../src/kernel/store/sqlite-store.ts'
import type { Store } from '../../src/kernel/store/store.ts'
import { type Api, createApi } from './client.ts'
import { TestClock } from './clock.ts'
import { watchExchange } from './conformance.ts'

type Schemas = components['schemas']

export interface TestServerOptions {
  readonly clock?: TestClock
  /** A folder whose database outlives the server, to start another on it. @default a temporary one */
  readonly dataDir?: string
  /** Another store than SQLite's; `store` of the server is then this one. @default SQLite in `dataDir` */
  readonly openStore?: () => Promise<Store>
  /** How the server says others reach it. @default where it listens */
  readonly publicUrl?: string
  /** What the server hands out to install. @default nothing */
  readonly packages?: Packages
  /** As MC_TRUSTED_PROXIES names them. @default none */
  readonly trustedProxies?: readonly string[]
  /** What a test expects to go wrong inside: answers with these codes are no violation. */
  readonly expectedFailures?: readonly string[]
}

export interface TestServer {
  readonly url: string
  readonly app: App
  readonly store: SqliteStore
  readonly clock: TestClock
  /** Holds the database and the files. */
  readonly dataDir: string
  /** The first admin's key. Empty where the database had one before. */
  readonly adminKey: string
  /** The default workspace. */
  readonly workspaceId: string
  /** As the first admin, in the default workspace. */
  readonly admin: Api
  /** @param workspace id or slug, for users who belong to several. */
  api(key?: string, workspace?: string): Api
  createWorkspace(name: string): Promise<Schemas['Workspace']>
  /** @returns the new user's id and key. */
  addUser(role: Schemas['WorkspaceRole'], workspace?: string): Promise<{ userId: string; key: string }>
  /** Lets an agent in by an enrollment token. */
  addAgent(
    profile: Partial<Schemas['RegisterAgent']> & { name: string },
    workspace?: string,
  ): Promise<{ agentId: string; key: string }>
  /** Ends the server in good order and starts another on the same database, at the same address. */
  restart(): Promise<void>
  /** @throws where an answer did not keep to the contract, or a sweep failed. */
  close(): Promise<void>
}

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const clock = options.clock ?? new TestClock()
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'mission-control-test-'))
  const openStore = async () =>
    ((await options.openStore?.()) as SqliteStore | undefined) ??
    openSqliteStore({ filename: join(dataDir, 'mission-control.db'), clock, synchronous: 'OFF' })
  let store = await openStore()
  const violations: string[] = []
  const failures: string[] = []
  const logger = pino({ level: 'error' }, { write: (line: string) => void failures.push(line) })
  const http = createHttpServer(clock)
  const { server } = http
  const publicUrl = () => options.publicUrl ?? `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { packages = noPackages, trustedProxies = [] } = options
  const blobs = new Blobs(join(dataDir, 'files'), clock)
  const startApp = () => createApp({ store, clock, logger, publicUrl, packages, blobs, trustedProxies })
  let app = await startApp()
  const { key: adminKey } = await ensureFirstAdmin(store, { adminKey: null })
  const { id: workspaceId } = (await app.kernel.workspaces.default())!
  http.serve((request, response) => {
    watchExchange(request, response, (violation) => {
      if (options.expectedFailures?.some((code) => violation.includes(code))) return
      violations.push(failures.length > 0 ? `${violation}\n  ${failures.at(-1)}` : violation)
    })
    app.http(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const api = (key?: string, workspace?: string): Api =>
    createApi(url, {
      ...(key ? { Authorization: `Bearer ${key}` } : {}),
      ...(workspace ? { 'Mission-Control-Workspace': workspace } : {}),
    })
  const adminOf = (workspace = workspaceId) => api(adminKey ?? '', workspace)

  return {
    url,
    get app() {
      return app
    },
    get store() {
      return store
    },
    clock,
    dataDir,
    adminKey: adminKey ?? '',
    workspaceId,
    admin: adminOf(),
    api,
    async createWorkspace(name) {
      return succeeded(await adminOf().post<Schemas['Workspace']>('/workspaces', { name }))
    },
    async addUser(role, workspace) {
      const created = succeeded(
        await adminOf(workspace).post<Schemas['UserCreated']>('/users', { name: `The ${role}`, role }),
      )
      return { userId: created.user.id, key: created.key.secret! }
    },
    async addAgent(profile, workspace) {
      const enrollment = succeeded(
        await adminOf(workspace).post<Schemas['EnrollmentTokenSecret']>('/enrollment-tokens', { name: profile.name }),
      )
      const registered = succeeded(
        await api().post<Schemas['RegistrationAnswer']>('/agents/register', {
          ...profile,
          enrollmentToken: enrollment.secret,
        }),
      )
      const polled = succeeded(
        await api(registered.registrationToken).get<Schemas['RegistrationStatus']>('/registrations/current'),
      )
      return { agentId: polled.agentId!, key: polled.apiKey! }
    },
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
      if (violations.length > 0) throw new Error(`answers that broke the contract:\n${violations.join('\n')}`)
      const sweeps = failures.filter((line) => /a sweep failed|could not be settled/.test(line))
      if (sweeps.length > 0 && !options.expectedFailures) throw new Error(`sweeps failed:\n${sweeps.join('\n')}`)
    },
  }
}

function succeeded<T>({ data, error }: { data: T; error: { code: string; message: string } | undefined }): T {
  if (error) throw new Error(`${error.code}: ${error.message}`)
  return data
}
