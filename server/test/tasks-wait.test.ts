import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { startTestServer, type TestServer } from './support/server.ts'
import {
  addWorker,
  type ClaimAnswer,
  createTask,
  newRequestId,
  operate,
  readTask,
  refused,
  succeeded,
  type Task,
  type Worker,
} from './support/worker.ts'

let server: TestServer
let worker: Worker
let other: Worker

beforeEach(async () => {
  server = await startTestServer()
  worker = await addWorker(server, { name: 'worker' })
  other = await addWorker(server, { name: 'other' })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await server.close()
})

/** Returns once each of them stands in line. */
async function line(...asks: (() => Promise<unknown>)[]): Promise<void> {
  const queue = vi.spyOn(server.app.kernel.signals, 'queue')
  for (const [index, ask] of asks.entries()) {
    void ask()
    await vi.waitFor(() => expect(queue).toHaveBeenCalledTimes(index + 1))
    // Each looks once more after it has joined the line; what is written after this comes after that look.
    await server.store.write({ workspaceId: server.workspaceId, actor: { kind: 'system', id: null } }, async () => {})
  }
  queue.mockRestore()
}

function waiting(asker: Worker, wish: Parameters<Worker['ask']>[0] = {}) {
  let answered: () => void
  let answer: ClaimAnswer | undefined
  const done = new Promise<void>((resolve) => {
    answered = resolve
  })
  return {
    start: async () => {
      answer = succeeded(await asker.ask({ waitSeconds: 50, ...wish }))
      answered()
    },
    get answer() {
      return answer
    },
    async taskId() {
      await done
      return answer!.task?.id ?? answer!.reason
    },
  }
}

/** A claim of the worker whose socket is cut when the signal says so. */
async function hangingUp(signal: AbortSignal): Promise<void> {
  const body = JSON.stringify({ claimRequestId: newRequestId(), instanceId: 'one', waitSeconds: 50 })
  const headers = { Authorization: `Bearer ${worker.key}`, 'Content-Type': 'application/json' }
  await fetch(`${server.url}/api/v1/tasks/claim`, { method: 'POST', headers, body, signal }).catch(() => {})
}

async function stopped(asker: Worker): Promise<Task> {
  const task = await createTask(server.admin)
  await asker.claim()
  return task
}

describe('waiting for work', () => {
  test('TK-3: a new task wakes the one who waits', async () => {
    const wait = waiting(worker)
    await line(wait.start)
    const task = await createTask(server.admin)
    expect(await wait.taskId()).toBe(task.id)
  })

  test('TK-3: n tasks wake n who wait, first come first served', async () => {
    const waits = []
    for (let number = 0; number < 5; number += 1) waits.push(waiting(await addWorker(server, { name: `w${number}` })))
    await line(...waits.map(({ start }) => start))
    const tasks = []
    for (let number = 0; number < 3; number += 1) {
      server.clock.advance(1)
      tasks.push(await createTask(server.admin))
    }
    expect(await Promise.all(waits.slice(0, 3).map((wait) => wait.taskId()))).toEqual(tasks.map(({ id }) => id))
    expect(waits.slice(3).map(({ answer }) => answer)).toEqual([undefined, undefined])
    const late = [await createTask(server.admin)]
    server.clock.advance(1)
    late.push(await createTask(server.admin))
    expect(await Promise.all(waits.slice(3).map((wait) => wait.taskId()))).toEqual(late.map(({ id }) => id))
  })

  test('TK-3: tasks that come at once wake as many, none is left lying while somebody waits', async () => {
    const waits = []
    for (let number = 0; number < 8; number += 1) waits.push(waiting(await addWorker(server, { name: `w${number}` })))
    await line(...waits.map(({ start }) => start))
    const tasks = await Promise.all(waits.map(() => createTask(server.admin)))
    const taken = await Promise.all(waits.map((wait) => wait.taskId()))
    expect(taken.toSorted()).toEqual(tasks.map(({ id }) => id).sort())
  })

  test('TK-3: who cannot take a task is passed over', async () => {
    const able = await addWorker(server, { name: 'able', capabilities: ['go'] })
    const waits = [waiting(worker), waiting(other, { types: ['go'] }), waiting(able)]
    await line(...waits.map(({ start }) => start))
    const task = await createTask(server.admin, { requiredCapabilities: ['go'] })
    expect(await waits[2]!.taskId()).toBe(task.id)
    const assigned = await createTask(server.admin, { assigneeAgentId: other.agentId, type: 'go' })
    expect(await waits[1]!.taskId()).toBe(assigned.id)
    expect(waits[0]!.answer).toBeUndefined()
  })

  test('TK-3: one who is woken and has no room passes it on', async () => {
    const waits = [waiting(worker), waiting(worker), waiting(other)]
    await line(...waits.map(({ start }) => start))
    const first = await createTask(server.admin)
    expect(await waits[0]!.taskId()).toBe(first.id)
    const second = await createTask(server.admin)
    expect(await waits[2]!.taskId()).toBe(second.id)
    expect(await waits[1]!.taskId()).toBe('at_capacity')
  })

  test.each<[string, () => Promise<() => Promise<unknown>>]>([
    [
      'its time comes',
      async () => {
        await createTask(server.admin, { notBefore: '2026-03-02T10:01:00Z' })
        return async () => server.clock.advance(60)
      },
    ],
    [
      'its time is taken off',
      async () => {
        const { id } = await createTask(server.admin, { notBefore: '2026-03-02T11:00:00Z' })
        return () => server.admin.patch(`/tasks/${id}`, { notBefore: null })
      },
    ],
    [
      'its hold is lifted',
      async () => {
        const task = await stopped(other)
        succeeded(await operate(server.admin, task, 'pause', { reason: 'wait' }))
        return () => operate(server.admin, task, 'resume')
      },
    ],
    [
      'it is taken off hold',
      async () => {
        const { id } = await createTask(server.admin, { hold: true })
        return () => server.admin.patch(`/tasks/${id}`, { hold: false })
      },
    ],
    [
      'the hold on its agent is lifted',
      async () => {
        await stopped(other)
        succeeded(await server.admin.post(`/agents/${other.agentId}/pause`, { reason: 'wait' }))
        return () => server.admin.post(`/agents/${other.agentId}/resume`)
      },
    ],
    [
      'its lease expires',
      async () => {
        await stopped(other)
        return async () => server.clock.advance(60)
      },
    ],
    [
      'its last dependency is met',
      async () => {
        const first = await createTask(server.admin)
        const held = await other.claim()
        await createTask(server.admin, { blockedBy: [{ taskId: first.id }] })
        return () => other.complete(held)
      },
    ],
    [
      'the preference for another ends',
      async () => {
        const task = await createTask(server.admin, { requiresReview: true })
        await other.complete(await other.claim())
        succeeded(await operate(server.admin, task, 'reviews', { decision: 'request_changes', body: 'More.' }))
        return async () => server.clock.advance(120)
      },
    ],
    [
      'it is unassigned',
      async () => {
        const { id } = await createTask(server.admin, { assigneeAgentId: other.agentId })
        return () => server.admin.patch(`/tasks/${id}`, { assigneeAgentId: null })
      },
    ],
    [
      'its agent is removed',
      async () => {
        await stopped(other)
        return () => server.admin.delete(`/agents/${other.agentId}`)
      },
    ],
    [
      'the agent is granted what it requires',
      async () => {
        await createTask(server.admin, { requiredCapabilities: ['go'] })
        return () => server.admin.patch(`/agents/${worker.agentId}`, { capabilities: ['go'] })
      },
    ],
    [
      'it is reopened',
      async () => {
        const task = await createTask(server.admin)
        succeeded(await operate(server.admin, task, 'cancel', { reason: 'no' }))
        return () => operate(server.admin, task, 'reopen')
      },
    ],
  ])('TK-3: the one who waits gets a task when %s', async (_what, prepare) => {
    const wait = waiting(worker)
    const act = await prepare()
    await line(wait.start)
    await act()
    await server.app.scheduler.sweep()
    expect(await wait.taskId()).toMatch(/^tsk_/)
  })
})

describe('the end of a wait', () => {
  test('TK-3: when the time is over, with the reason', async () => {
    const answer = succeeded(await worker.ask({ waitSeconds: 1 }))
    expect(answer).toMatchObject({ task: null, reason: 'no_tasks' })
  })

  test('AG-6: an agent that is paused waits too, and gets a task when it is resumed', async () => {
    succeeded(await server.admin.post(`/agents/${worker.agentId}/pause`, { reason: 'Lunch' }))
    const task = await createTask(server.admin)
    expect(succeeded(await worker.ask({ waitSeconds: 1 }))).toMatchObject({ reason: 'paused', retryAfterSeconds: 1 })
    const wait = waiting(worker)
    await line(wait.start)
    succeeded(await server.admin.post(`/agents/${worker.agentId}/resume`))
    expect(await wait.taskId()).toBe(task.id)
  })

  test('AG-6: one that is paused or drains meanwhile gets nothing new', async () => {
    const wait = waiting(worker)
    await line(wait.start)
    succeeded(await server.admin.post(`/agents/${worker.agentId}/drain`))
    const task = await createTask(server.admin)
    expect(await wait.taskId()).toBe('draining')
    expect((await readTask(server.admin, task)).state).toBe('ready')
  })

  test('TK-3: the server shuts down', async () => {
    const wait = waiting(worker)
    await line(wait.start)
    await server.app.shutDown()
    expect(await wait.taskId()).toBe('no_tasks')
  })

  test('WS-5: the key is revoked', async () => {
    const { keyId } = succeeded(await worker.api.get<{ keyId: string }>('/me'))
    let code: string | undefined
    const ask = async () => {
      code = (await worker.ask({ waitSeconds: 50 })).error?.code
    }
    await line(ask)
    succeeded(await server.admin.delete(`/keys/${keyId}`))
    await createTask(server.admin)
    await vi.waitFor(() => expect(code).toBe('unauthenticated'))
    expect((await other.claim()).task.state).toBe('in_progress')
  })

  test('WS-1: the workspace is archived: nothing is claimed in it any more', async () => {
    const { id } = await server.createWorkspace('Old')
    const people = server.api(server.adminKey, id)
    const holder = await addWorker(server, { name: 'holder' }, id)
    const waiter = await addWorker(server, { name: 'waiter' }, id)
    const task = await createTask(people)
    await holder.claim()
    let code: string | undefined
    const ask = async () => {
      code = (await waiter.ask({ waitSeconds: 50 })).error?.code
    }
    await line(ask)
    succeeded(await server.admin.post(`/workspaces/${id}/archive`))
    server.clock.advance(60)
    await server.app.scheduler.sweep()
    await vi.waitFor(() => expect(code).toBe('workspace_archived'))
    expect((await readTask(people, task)).state).toBe('ready')
  })

  test('TK-3: one who hung up takes no task, the next in line does', async () => {
    const hangUp = new AbortController()
    const wait = waiting(other)
    await line(() => hangingUp(hangUp.signal), wait.start)
    hangUp.abort()
    const task = await createTask(server.admin)
    expect(await wait.taskId()).toBe(task.id)
    refused(await worker.askFor(task.id), 'task_not_claimable')
  })

  test('TK-3: one who hangs up while being woken leaves the task to the next', async () => {
    const { signals } = server.app.kernel
    const queue = signals.queue.bind(signals)
    const hangUp = new AbortController()
    const queued: string[] = []
    vi.spyOn(signals, 'queue').mockImplementation((waiter) => {
      const place = queue(waiter)
      queued.push(waiter.agentId)
      // The socket is cut at the very moment of being woken.
      if (waiter.agentId === worker.agentId) void place.woken.then(() => hangUp.abort())
      return place
    })
    void hangingUp(hangUp.signal)
    await vi.waitFor(() => expect(queued).toEqual([worker.agentId]))
    const wait = waiting(other)
    void wait.start()
    await vi.waitFor(() => expect(queued).toEqual([worker.agentId, other.agentId]))
    await createTask(server.admin)
    // Cut before the commit, and the other has the task at once; after, and it is held until its lease is over.
    await vi.waitFor(async () => {
      server.clock.advance(60)
      await server.app.scheduler.sweep()
      expect(wait.answer?.task?.state).toBe('in_progress')
    })
  })
})
