import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databaseFilename } from '../src/data-folder.ts'
import { ensureFirstAdmin } from '../src/first-start.ts'
import { prepareWelcome } from '../src/greeting.ts'
import { Authenticator } from '../src/kernel/authenticate.ts'
import { kindOfSecret, newSecret } from '../src/kernel/credentials.ts'
import { openSqliteStore } from '../src/kernel/store/sqlite-store.ts'
import { TestClock } from './support/clock.ts'
import { startTestServer } from './support/server.ts'
import { startServerProcess } from './support/server-process.ts'

let dataDir: string

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'mission-control-test-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

async function withStore<T>(use: (store: Awaited<ReturnType<typeof open>>) => Promise<T>): Promise<T> {
  const store = await open()
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}
const open = () => openSqliteStore({ filename: join(dataDir, databaseFilename), clock: new TestClock(), sync: null })

const principalOf = (key: string) =>
  withStore((store) => new Authenticator(store.reader, new TestClock()).principalOfSecret(key))

describe('the first start', () => {
  test('an empty database gets a workspace, an admin and a key that is shown once', async () => {
    const first = await withStore((store) => ensureFirstAdmin(store, { adminKey: null }))
    expect(await principalOf(first.key!)).toMatchObject({
      kind: 'user',
      name: 'Admin',
      instanceAdmin: true,
      memberships: [{ slug: 'default', name: 'Default', role: 'admin' }],
      scopes: ['read', 'write', 'decide', 'admin'],
    })
    expect(await withStore((store) => ensureFirstAdmin(store, { adminKey: null }))).toEqual({ key: null })
  })

  test('MC_ADMIN_KEY becomes a key of the first admin, at the first start and at any later one', async () => {
    const [one, two] = [newSecret('user').secret, newSecret('user').secret]
    expect(await withStore((store) => ensureFirstAdmin(store, { adminKey: one }))).toEqual({ key: null })
    await withStore((store) => ensureFirstAdmin(store, { adminKey: two }))
    await withStore((store) => ensureFirstAdmin(store, { adminKey: two }))
    const [first, second] = [await principalOf(one), await principalOf(two)]
    expect(first).toMatchObject({ kind: 'user', instanceAdmin: true })
    expect(second).toMatchObject({ userId: (first as { userId: string }).userId })
  })

  test('a mistyped MC_ADMIN_KEY is refused', async () => {
    const { secret } = newSecret('user')
    const mistyped = `${secret.slice(0, 20)}${secret[20] === 'a' ? 'b' : 'a'}${secret.slice(21)}`
    await expect(withStore((store) => ensureFirstAdmin(store, { adminKey: mistyped }))).rejects.toThrow(/MC_ADMIN_KEY/)
  })
})

describe('starting again', () => {
  test('AG-1: the enrollment token of the start before stops working, those that people made go on', async () => {
    const server = await startTestServer()
    const welcome = () => prepareWelcome(server.store, server.app.kernel)
    const join = (name: string, enrollmentToken: string) =>
      server.api().post('/agents/register', { name, enrollmentToken })
    const first = await welcome()
    const made = await server.admin.post<{ secret: string }>('/enrollment-tokens', { name: 'First agents', uses: 10 })
    expect((await join('one', first.enrollmentToken)).status).toBe(201)
    const second = await welcome()
    expect((await join('two', first.enrollmentToken)).error?.code).toBe('enrollment_invalid')
    expect((await join('three', second.enrollmentToken)).status).toBe(201)
    expect((await join('four', made.data.secret)).status).toBe(201)
    const { data: events } = await server.admin.get<{ actor: unknown; payload: { enrollmentTokenId: string } }[]>(
      '/events?types=enrollment_token.revoked',
    )
    expect(events).toMatchObject([{ actor: { kind: 'system', id: null } }])
    await server.close()
  })
})

describe('npm run admin-key', () => {
  const program = fileURLToPath(new URL('../src/admin-key.ts', import.meta.url))
  const run = (...options: string[]) =>
    new Promise<{ code: number; output: string; complaint: string }>((resolve) => {
      const env = { PATH: process.env.PATH, MC_DATA_DIR: dataDir }
      execFile(process.execPath, [program, ...options], { env }, (error, output, complaint) =>
        resolve({ code: error ? Number(error.code) : 0, output: output.trim(), complaint }),
      )
    })

  test('WS-5: prints a fresh key for MC_ADMIN_KEY and stores nothing', async () => {
    const { output } = await run('--print')
    expect(kindOfSecret(output)).toBe('user')
    await expect(principalOf(output)).rejects.toThrow()
  })

  test('WS-5: makes another key for the first admin', async () => {
    const first = await withStore((store) => ensureFirstAdmin(store, { adminKey: null }))
    const { code, output } = await run()
    expect(code).toBe(0)
    expect(await principalOf(output)).toMatchObject({
      userId: ((await principalOf(first.key!)) as { userId: string }).userId,
      instanceAdmin: true,
    })
  })

  test('WS-5: while a server runs it makes none and says what to do', async () => {
    const { code, output, complaint } = await withStore(() => run())
    expect([code, output]).toEqual([1, ''])
    expect(complaint).toContain('stop that server')
    expect(complaint).toContain(join(dataDir, databaseFilename))
  })

  test('WS-5: beside a server it says where that one listens', async () => {
    const server = await startServerProcess({ dataDir, adminKey: newSecret('user').secret })
    try {
      expect((await run()).complaint).toContain(`curl -X POST http://127.0.0.1:${server.port}/api/v1/keys`)
    } finally {
      await server.stop()
    }
  })

  test('WS-5: an option it does not know is refused', async () => {
    const { code, complaint } = await run('--force')
    expect(code).toBe(1)
    expect(complaint).toContain('--force')
  })
})
