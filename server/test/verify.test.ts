// `npm run verify`, as a person runs it: beside a server, after one, and over what somebody changed.
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { databaseFilename } from '../src/data-folder.ts'
import { newSecret } from '../src/kernel/credentials.ts'
import { createApi } from './support/client.ts'
import { startServerProcess } from './support/server-process.ts'

const program = fileURLToPath(new URL('../src/verify.ts', import.meta.url))
let dataDir: string

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'mission-control-verify-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const verify = () =>
  new Promise<{ code: number; output: string; complaint: string }>((resolve) => {
    const env = { PATH: process.env.PATH, MC_DATA_DIR: dataDir }
    execFile(process.execPath, [program], { env }, (error, output, complaint) =>
      resolve({ code: error ? Number(error.code) : 0, output, complaint }),
    )
  })

test('OB-1: it says in figures what it checked, beside a server and after it, and ends with 1 where something is wrong', async () => {
  const adminKey = newSecret('user').secret
  const server = await startServerProcess({ dataDir, adminKey })
  try {
    const admin = createApi(`http://127.0.0.1:${server.port}`, { Authorization: `Bearer ${adminKey}` })
    for (const title of ['one', 'two', 'three']) expect((await admin.post('/tasks', { title })).status).toBe(201)
    const beside = await verify()
    expect(beside).toMatchObject({ code: 0, complaint: '' })
    expect(beside.output).toMatch(/\n {2}default: \d+ events, 0 budget windows\n/)
    expect(beside.output).toMatch(/All is well: \d+ events in 2 ledgers, 0 budget windows\./)
    expect((await admin.post('/tasks', { title: 'four' })).status).toBe(201)
  } finally {
    await server.stop()
  }
  expect((await verify()).code).toBe(0)

  const database = new DatabaseSync(join(dataDir, databaseFilename))
  database.exec(`update events set payload = replace(payload, 'three', 'thirty') where type = 'task.created'`)
  database.exec(`delete from ledger_heads where workspace_id = 'wsp_system'`)
  database.close()
  const { code, output } = await verify()
  expect(code).toBe(1)
  expect(output).toMatch(/ {4}wrong: event \d+: the payload was changed\n/)
  expect(output).toMatch(/ {4}wrong: the head is at event 0, and there are events up to \d+\n/)
  expect(output).toMatch(/2 things wrong: /)
})

test('OB-1: where there is no database it makes none', async () => {
  const { code, complaint } = await verify()
  expect([code, complaint]).toEqual([
    1,
    `Nothing was verified: MC_DATA_DIR=${dataDir} holds no database yet: npm start makes one\n`,
  ])
  expect(readdirSync(dataDir)).toEqual([])
})
