// No sequence of calls by any mix of actors reaches what the table forbids, or a place nothing leads on from.
// The long form: MC_PROPERTY_RUNS=500. A run again: MC_PROPERTY_SEED=<seed>.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { actions, type Scene, type Step, step } from './support/actions.ts'
import { brokenInvariants } from './support/invariants.ts'
import { startTestServer } from './support/server.ts'
import { type Schemas, Worker } from './support/worker.ts'

const runs = Number(process.env.MC_PROPERTY_RUNS ?? 25)
const seed = Number(process.env.MC_PROPERTY_SEED ?? Math.floor(Math.random() * 2 ** 31))
const steps = 90

test('TK-2, TK-4, TK-5, TK-13, GV-1, GV-7, GV-8: whatever anybody does, the rules hold, the ledger is whole and every task can go on', {
  timeout: 60_000 + runs * 5_000,
}, async () => {
  console.log(`MC_PROPERTY_SEED=${seed} MC_PROPERTY_RUNS=${runs}`)
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: steps, maxLength: steps, size: 'max' }), play), {
    seed,
    numRuns: runs,
    endOnFailure: runs <= 25,
  })
})

async function play(sequence: Step[]): Promise<void> {
  const scene = await setScene()
  const { server } = scene
  try {
    for (let nth = 0; nth < 6; nth += 1)
      await actions.create!(scene, { name: 'create', one: nth, other: nth, choice: nth * 5 })
    for (const [index, taken] of sequence.entries()) {
      await actions[taken.name]!(scene, taken)
      if (index % 10 === 9) {
        expect(await brokenInvariants(server.store.reader, server.workspaceId), JSON.stringify(taken)).toEqual([])
      }
    }
    expect(await brokenInvariants(server.store.reader, server.workspaceId)).toEqual([])
    await leadEverythingOn(scene)
    expect(await brokenInvariants(server.store.reader, server.workspaceId)).toEqual([])
  } finally {
    await server.close()
  }
}

async function setScene(): Promise<Scene> {
  const server = await startTestServer()
  await server.admin.post('/budgets', { scope: 'agent', window: 'day', limitCostMicros: 4_000 })
  await server.admin.post('/budgets', { scope: 'run', window: 'none', limitCostMicros: 1_000 })
  const workers = [
    new Worker(server, await server.addAgent({ name: 'one', maxConcurrentTasks: 3 })),
    new Worker(server, await server.addAgent({ name: 'two', maxConcurrentTasks: 3 })),
  ]
  const elsewhere = await server.createWorkspace('Elsewhere')
  const [operator, viewer] = [await server.addUser('operator'), await server.addUser('viewer')]
  const stranger = await server.addUser('admin', elsewhere.slug)
  return {
    server,
    workers,
    people: [server.admin, server.api(operator.key)],
    viewer: server.api(viewer.key),
    stranger: server.api(stranger.key),
    tasks: [],
    approvals: [],
    claims: [],
    nth: 0,
  }
}

/** From wherever a task stands a person can end it and begin it again. Closed is meant to be final. */
async function leadEverythingOn({ server, tasks }: Scene): Promise<void> {
  const stateOf = async (id: string) => (await server.admin.get<Schemas['TaskDetail']>(`/tasks/${id}`)).data.task.state
  for (const id of tasks) {
    const state = await stateOf(id)
    const { data } = await server.admin.get<Schemas['TaskTransitions']>(`/tasks/${id}/transitions`)
    if (state === 'closed') {
      expect(data.transitions).toEqual([])
      continue
    }
    expect(data.transitions.some(({ allowed, operation }) => allowed && operation !== null)).toBe(true)
    if (state !== 'done' && state !== 'canceled') {
      // Cancelling its parent before may have taken it along.
      const { error } = await server.admin.post(`/tasks/${id}/cancel`, { reason: 'the end' })
      expect(error).toBeUndefined()
    }
    const { error } = await server.admin.post(`/tasks/${id}/reopen`, {})
    expect(error).toBeUndefined()
    expect(await stateOf(id)).toMatch(/^(ready|backlog)$/)
  }
}
