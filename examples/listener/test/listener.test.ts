import { fileURLToPath } from 'node:url'
import { startProgram, startServer } from '@mission-control/example-testing'
import { FatalError, MissionControl, type TaskHandler } from '@mission-control/sdk'
import { expect, it } from 'vitest'

const program = fileURLToPath(new URL('../src/listener.ts', import.meta.url))

/** Does what the title says. */
const handler: TaskHandler = async ({ title }, ctx) => {
  if (title === 'ask') await ctx.ask('Tea or coffee?')
  if (title === 'write') await ctx.requestApproval({ risk: 'YELLOW', action: 'Write\u001b[2J a\nfile' })
  if (title === 'read') await ctx.requestApproval({ risk: 'GREEN', action: 'Read a file' })
  if (title === 'spend') await ctx.reportUsage({ costMicros: 9_000_000, lines: [{ meter: 'request', quantity: 1 }] })
  if (title === 'fail') throw new FatalError('no milk')
  return { summary: title }
}

it('listener tells what finished, failed, waits and costs, also after the server was away (IF-3, OB-1)', async () => {
  await using server = await startServer()
  const { admin } = server
  await admin.budgets.create({ scope: 'agent', window: 'day', limitCostMicros: 10_000_000 })
  await using listener = startProgram(process.execPath, [program], await server.environment())
  await listener.prints('Listening to')
  const { MC_ENROLLMENT_TOKEN: enrollmentToken } = await server.environment()
  const worker = await new MissionControl({ baseUrl: server.url }).agent({
    name: 'worker',
    maxConcurrentTasks: 5,
    enrollmentToken,
    storage: { getItem: () => null, setItem: () => {} },
  })
  const stop = new AbortController()
  const working = worker.work(handler, {
    signal: stop.signal,
    concurrency: 5,
    drainSeconds: 0,
    onError: () => {},
    onWarning: () => {},
  })
  const create = async (title: string) => (await admin.tasks.create({ title, maxAttempts: 1 })).id

  const reading = await create('read')
  await listener.prints('done   read')
  await create('fail')
  await listener.prints('failed fail: no milk')
  await create('ask')
  await listener.prints(/waits {2}ask: Tea or coffee\?\n +mission answer qst_\w+/)
  await create('write')
  await listener.prints(/waits {2}write: YELLOW: Write a file\n +mission approve apr_\w+/)
  await create('spend')
  await listener.prints('budget $9.00 of $10.00 of the agent budget')
  await listener.prints('done   spend')

  await server.restart()
  await admin.tasks.create({ title: 'back' })
  await listener.prints('done   back')
  expect(listener.output().match(/done {3}/g)).toHaveLength(3)
  expect(listener.output()).not.toContain('\u001b')
  expect(listener.output()).not.toContain('GREEN')
  expect((await admin.tasks.get({ taskId: reading })).task.state).toBe('done')

  stop.abort()
  await working
  listener.signal('SIGTERM')
  expect(await listener.ended, listener.output()).toBe(0)
})
