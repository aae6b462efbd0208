// What is remembered of keys, workspaces and their settings, where they change in the very moment in which they are looked up.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Authenticator } from '../src/kernel/authenticate.ts'
import { type Reader, systemActor } from '../src/kernel/store/store.ts'
import { WorkspaceCache } from '../src/kernel/workspace-cache.ts'
import { Workspaces } from '../src/kernel/workspaces.ts'
import { startTestServer, type TestServer } from './support/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

/** Reads as the store does, and lets something happen before the first row is handed on. */
function slowReader(meanwhile: () => Promise<void>): Reader {
  const { reader } = server.store
  let isFirst = true
  return {
    async get(query, params) {
      const row = await reader.get(query, params)
      if (isFirst) {
        isFirst = false
        await meanwhile()
      }
      return row
    },
    all: (query, params) => reader.all(query, params),
    list: (build) => reader.list(build),
  }
}

test('WS-5: a key that is revoked while it is being looked up is not remembered', async () => {
  const { data } = await server.admin.post<{ key: { id: string }; secret: string }>('/keys', { name: 'Unlucky' })
  const authenticator: Authenticator = new Authenticator(
    slowReader(async () => {
      await server.admin.delete(`/keys/${data.key.id}`)
      authenticator.forget()
    }),
    server.clock,
  )
  await authenticator.principalOfSecret(data.secret)
  await expect(authenticator.principalOfSecret(data.secret)).rejects.toMatchObject({ code: 'unauthenticated' })
})

test('WS-1: a workspace that is archived while it is being looked up is not remembered as it was', async () => {
  const { id } = await server.createWorkspace('Closing')
  const workspaces: Workspaces = new Workspaces(
    slowReader(async () => {
      await server.admin.post(`/workspaces/${id}/archive`)
      workspaces.forget()
    }),
  )
  await workspaces.find(id)
  expect(await workspaces.find(id)).toMatchObject({ archived: true })
})

test('WS-1: a setting that changes while it is being read is not remembered as it was', async () => {
  const { store, workspaceId } = server
  let setting = 'old'
  const cache: WorkspaceCache<{ setting: string }> = new WorkspaceCache(async () => {
    const read = { setting }
    if (setting === 'old') {
      setting = 'new'
      await store.write({ workspaceId, actor: systemActor }, async (tx) => cache.forgetAfter(tx, { store }))
    }
    return read
  })
  expect(await cache.get({ store }, workspaceId)).toEqual({ setting: 'old' })
  expect(await cache.get({ store }, workspaceId)).toEqual({ setting: 'new' })
})
