// A whole server on a temporary database, with a clock that stands still, its answers held against the contract.
import { pino } from 'pino'
import type { App } from '../../src/app.ts'
import { serveFiles } from '../../src/files/files.ts'
import type { components } from '../../src/generated/openapi.ts'
import type { SqliteStore } from '../../src/kernel/store/sqlite-store.ts'
import { type InProcessOptions, startInProcess } from '../../src/testing/in-process.ts'
import { type Api, createApi } from './client.ts'
import { TestClock } from './clock.ts'
import { watchExchange } from './conformance.ts'

type Schemas = components['schemas']

export interface TestServerOptions
  extends Pick<InProcessOptions, 'dataDir' | 'openStore' | 'publicUrl' | 'packages' | 'trustedProxies'> {
  readonly clock?: TestClock
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
  const { expectedFailures, clock = new TestClock(), ...given } = options
  const violations: string[] = []
  const failures: string[] = []
  const server = await startInProcess({
    ...given,
    clock,
    serveFiles,
    logger: pino({ level: 'error' }, { write: (line: string) => void failures.push(line) }),
    watch(request, response) {
      watchExchange(request, response, (violation) => {
        if (expectedFailures?.some((code) => violation.includes(code))) return
        violations.push(failures.length > 0 ? `${violation}\n  ${failures.at(-1)}` : violation)
      })
    },
  })
  const { url, dataDir, adminKey, workspaceId } = server

  const api = (key?: string, workspace?: string): Api =>
    createApi(url, {
      ...(key ? { Authorization: `Bearer ${key}` } : {}),
      ...(workspace ? { 'Mission-Control-Workspace': workspace } : {}),
    })
  const adminOf = (workspace = workspaceId) => api(adminKey, workspace)

  return {
    url,
    get app() {
      return server.app
    },
    get store() {
      return server.store as SqliteStore
    },
    clock,
    dataDir,
    adminKey,
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
    restart: () => server.restart(),
    async close() {
      await server.close()
      if (violations.length > 0) throw new Error(`answers that broke the contract:\n${violations.join('\n')}`)
      const sweeps = failures.filter((line) => /a sweep failed|could not be settled/.test(line))
      if (sweeps.length > 0 && !expectedFailures) throw new Error(`sweeps failed:\n${sweeps.join('\n')}`)
    },
  }
}

function succeeded<T>({ data, error }: { data: T; error: { code: string; message: string } | undefined }): T {
  if (error) throw new Error(`${error.code}: ${error.message}`)
  return data
}
