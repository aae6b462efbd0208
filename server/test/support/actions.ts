// What any actor may try, sensible or not, as small random steps against a running server.
import fc from 'fast-check'
import type { Api } from './client.ts'
import type { TestServer } from './server.ts'
import type { ClaimAnswer, Schemas, Worker } from './worker.ts'

export interface Scene {
  readonly server: TestServer
  readonly workers: readonly Worker[]
  /** Two people, the second no instance admin. */
  readonly people: readonly Api[]
  readonly viewer: Api
  /** From another workspace. */
  readonly stranger: Api
  readonly tasks: string[]
  readonly approvals: string[]
  readonly claims: { taskId: string; runId: string; fence: number; worker: number }[]
  nth: number
}

/** A step names things by number; the scene says which they are when it comes to it. */
export interface Step {
  readonly name: string
  readonly one: number
  readonly other: number
  readonly choice: number
}

type Action = (scene: Scene, step: Step) => Promise<unknown>

const pick = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)]

const minutes = [0.1, 0.3, 0.5, 0.9, 1.2, 0.2, 2, 30, 60 * 20]

export const actions: Record<string, Action> = {
  async create(scene, { one, other, choice }) {
    const parent = choice % 7 === 3 ? pick(scene.tasks, one) : undefined
    const blocker = choice % 3 === 1 ? pick(scene.tasks, other) : undefined
    const { data, error } = await person(scene, one).post<Schemas['Task']>('/tasks', {
      title: `Task ${scene.tasks.length}`,
      requiresReview: choice % 4 === 0,
      hold: choice % 5 === 0,
      maxAttempts: 1 + (choice % 3),
      ...(parent ? { parentId: parent } : {}),
      ...(blocker ? { blockedBy: [{ taskId: blocker, onFailure: ['wait', 'cancel', 'ignore'][choice % 3] }] } : {}),
      ...(choice % 4 === 1 ? { budgetCostMicros: 500 } : {}),
      ...(choice % 4 >= 2 ? { estimateCostMicros: 300 } : {}),
    })
    if (!error) scene.tasks.push(data.id)
  },
  async claimNext(scene, { one, choice }) {
    await claim(scene, one, (worker) => worker.ask({ leaseSeconds: choice % 2 === 0 ? 60 : 600 }))
  },
  async claimById(scene, { one, other }) {
    const taskId = pick(scene.tasks, other)
    if (taskId) await claim(scene, one, (worker) => worker.askFor(taskId))
  },
  async beat(scene, { one, other }) {
    const leases = scene.claims
      .filter((_, index) => index % 2 === other % 2)
      .map(({ taskId, fence }) => ({ taskId, fence }))
    await worker(scene, one).api.post('/agents/heartbeat', { instanceId: 'one', leases })
  },
  report: (scene, { one, choice }) =>
    withClaim(scene, one, ({ runId }, api) => {
      scene.nth += 1
      const quantity = [1, 5, 20, 60][choice % 4]!
      return api.post(`/runs/${runId}/usage`, {
        reportId: `${scene.nth}`,
        lines: [{ meter: 'compute_second', quantity }],
      })
    }),
  complete: (scene, { one }) => onClaim(scene, one, 'complete', { summary: 'Done.' }),
  fail: (scene, { one, choice }) =>
    onClaim(scene, one, 'fail', { error: { message: 'broken' }, retryable: choice % 3 !== 0 }),
  limited: (scene, { one, choice }) =>
    onClaim(scene, one, 'fail', {
      error: { message: 'usage limit' },
      providerLimit: {
        resetsAt: new Date(scene.server.clock.now() + ([60, 600, -60, 3600][choice % 4] ?? 0) * 1000).toISOString(),
        ...(choice % 3 === 0 ? { provider: 'another' } : {}),
      },
    }),
  reserve: (scene, { one, choice }) =>
    withClaim(scene, one, ({ runId }, api) =>
      api.post(`/runs/${runId}/reserve`, { costMicros: [50, 300, 900, 3_000][choice % 4] }),
    ),
  release: (scene, { one }) => onClaim(scene, one, 'release', {}),
  block: (scene, { one, other, choice }) =>
    onClaim(scene, one, 'block', {
      kind: choice % 2 === 0 ? 'agent' : 'dependency',
      reason: 'stuck',
      ...(choice % 2 === 0 ? {} : { blockedByTaskId: pick(scene.tasks, other) ?? 'tsk_none' }),
    }),
  child: (scene, { one, other, choice }) =>
    withClaim(scene, one, async ({ taskId, fence }, api) => {
      const { data, error } = await api.post<Schemas['Task']>('/tasks', {
        title: 'A child',
        parentId: taskId,
        fence,
        ...(choice % 3 === 0 ? { assigneeAgentId: worker(scene, other).agentId } : {}),
      })
      if (!error) scene.tasks.push(data.id)
    }),
  askApproval: (scene, { one, other, choice }) =>
    withClaim(scene, one, async ({ taskId, fence }, api) => {
      const { data, error } = await api.post<Schemas['Approval']>(`/tasks/${taskId}/approvals`, {
        fence,
        action: `do ${other % 3}`,
        risk: ['GREEN', 'YELLOW', 'RED'][choice % 3],
        onDenial: choice % 2 === 0 ? 'continue' : 'block',
        expiresInSeconds: choice % 5 === 0 ? 60 : 604_800,
      })
      if (!error) scene.approvals.push(data.id)
    }),
  async decide(scene, { one, other, choice }) {
    const { data } = await scene.server.admin.get<Schemas['Approval'][]>('/approvals?state=pending')
    const approval = pick(data ?? [], other)
    if (!approval) return
    const decision = ['approve', 'deny', 'withdraw', 'approve'][choice % 4]
    await person(scene, one).post(`/approvals/${approval.id}/${decision}`, decision === 'deny' ? { note: 'no' } : {})
  },
  askQuestion: (scene, { one, other, choice }) =>
    withClaim(scene, one, ({ taskId, fence }, api) =>
      api.post(`/tasks/${taskId}/questions`, {
        fence,
        question: `which ${other % 3}?`,
        options: choice % 2 === 0 ? ['this', 'that'] : [],
        expiresInSeconds: choice % 5 === 0 ? 60 : 604_800,
      }),
    ),
  async answer(scene, { one, other, choice }) {
    const { data } = await scene.server.admin.get<Schemas['Question'][]>('/questions?state=pending')
    const question = pick(data ?? [], other)
    if (!question) return
    const by = choice % 5 === 0 ? worker(scene, one).api : person(scene, one)
    if (choice % 4 === 2) await by.post(`/questions/${question.id}/withdraw`)
    else await by.post(`/questions/${question.id}/answer`, choice % 2 === 0 ? { option: 'this' } : { text: 'neither' })
  },
  cancel: (scene, step) => onTask(scene, step, 'cancel', { reason: 'not needed' }),
  pause: (scene, step) => onTask(scene, step, 'pause', { reason: 'wait' }),
  resume: (scene, step) => onTask(scene, step, 'resume'),
  unblock: (scene, step) => onTask(scene, step, 'unblock', {}),
  reopen: (scene, step) => onTask(scene, step, 'reopen', {}),
  close: (scene, step) => onTask(scene, step, 'close'),
  review: (scene, step) =>
    onTask(scene, step, 'reviews', {
      decision: step.choice % 2 === 0 ? 'approve' : 'request_changes',
      body: 'because',
    }),
  async hold(scene, { one, other, choice }) {
    const taskId = pick(scene.tasks, other)
    if (taskId) await person(scene, one).patch(`/tasks/${taskId}`, { hold: choice % 2 === 0 })
  },
  async assign(scene, { one, other, choice }) {
    const taskId = pick(scene.tasks, other)
    const assigneeAgentId = choice % 2 === 0 ? worker(scene, choice).agentId : null
    if (taskId) await person(scene, one).patch(`/tasks/${taskId}`, { assigneeAgentId })
  },
  async depend(scene, { one, other, choice }) {
    const [taskId, blocker] = [pick(scene.tasks, one), pick(scene.tasks, other)]
    const path = `/tasks/${taskId}/dependencies/${blocker}`
    if (!taskId || !blocker) return
    if (choice % 3 === 0) await scene.server.admin.delete(path)
    else await scene.server.admin.put(path, { onFailure: ['wait', 'cancel', 'ignore'][choice % 3] })
  },
  async steerAgent(scene, { one, other, choice }) {
    const steer = ['pause', 'resume', 'drain', 'resume', 'deactivate', 'reactivate', 'reactivate', 'resume'][choice % 8]
    const body = steer === 'pause' ? { reason: 'wait' } : steer === 'deactivate' ? {} : undefined
    await person(scene, one).post(`/agents/${worker(scene, other).agentId}/${steer}`, body)
  },
  async intrude(scene, { one, other }) {
    const taskId = pick(scene.tasks, other)
    if (!taskId) return
    await scene.stranger.post(`/tasks/${taskId}/cancel`, { reason: 'mine' })
    await scene.viewer.post(`/tasks/${taskId}/cancel`, { reason: 'mine' })
    await worker(scene, one).api.post(`/tasks/${taskId}/cancel`, { reason: 'mine' })
  },
  async time(scene, { choice }) {
    scene.server.clock.advance(pick(minutes, choice)! * 60_000)
    if (choice % 2 === 0) await scene.server.app.scheduler.sweep()
  },
  restart: (scene) => scene.server.restart(),
}

/** What moves work along is tried more often, or little would ever get done. */
const often: Record<string, number> = {
  ...{ create: 5, claimNext: 8, claimById: 3, report: 4, complete: 3, askApproval: 4, decide: 5, time: 3, child: 2 },
  ...{ fail: 2, release: 2, review: 2, askQuestion: 3, answer: 4, reserve: 3, limited: 2 },
}
const names = Object.keys(actions).flatMap((name) => Array.from({ length: often[name] ?? 1 }, () => name))
const number = fc.nat(1000)

export const step: fc.Arbitrary<Step> = fc.record({
  name: fc.constantFrom(...names),
  one: number,
  other: number,
  choice: number,
})

const worker = (scene: Scene, index: number): Worker => pick(scene.workers, index)!
const person = (scene: Scene, index: number): Api => pick(scene.people, index)!

async function claim(
  scene: Scene,
  index: number,
  ask: (worker: Worker) => Promise<{ data: ClaimAnswer; error: unknown }>,
): Promise<void> {
  const { data, error } = await ask(worker(scene, index))
  if (error || !data.lease) return
  const { taskId, runId, fence } = data.lease
  scene.claims.push({ taskId, runId, fence, worker: index % scene.workers.length })
}

/** Also one long lost: a stale hand is among the actors. */
async function withClaim(
  scene: Scene,
  index: number,
  act: (claim: Scene['claims'][number], api: Api) => Promise<unknown>,
): Promise<void> {
  const recent = scene.claims.slice(-4)
  const claimed = pick(index % 5 === 0 ? scene.claims : recent, index)
  if (claimed) await act(claimed, worker(scene, claimed.worker).api)
}

const onClaim = (scene: Scene, index: number, move: string, body: object) =>
  withClaim(scene, index, ({ taskId, fence }, api) => api.post(`/tasks/${taskId}/${move}`, { fence, ...body }))

async function onTask(scene: Scene, { one, other }: Step, move: string, body?: object): Promise<void> {
  const taskId = pick(scene.tasks, other)
  if (taskId) await person(scene, one).post(`/tasks/${taskId}/${move}`, body)
}
