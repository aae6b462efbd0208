// A Mission Control in memory, reached through a fetch of its own: enough of the contract for a work loop, with real
// leases and fences by the clock of the test.

export interface Recorded {
  operation: string
  body: Record<string, unknown>
  headers: Headers
  status: number
}

interface FakeTask {
  id: string
  state: string
  fence: number
  requestId: string | undefined
  instanceId: string
  leaseSeconds: number
  expiresAt: number
  endReason: string | undefined
  input: Record<string, unknown>
}

interface Approval {
  id: string
  taskId: string
  state: string
  payload: unknown
}

class Refusal extends Error {
  readonly status: number
  readonly code: string
  readonly details: Record<string, unknown> | null

  constructor(status: number, code: string, details: Record<string, unknown> | null = null) {
    super(`Refused with ${code}.`)
    this.status = status
    this.code = code
    this.details = details
  }
}

export class FakeServer {
  readonly log: Recorded[] = []
  readonly tasks = new Map<string, FakeTask>()
  readonly approvals = new Map<string, Approval>()
  /** What `tasks.claimNext` answers instead of a task, one at a time. */
  readonly emptyAnswers: Record<string, unknown>[] = []
  /** Said by the next answers to usage reports. */
  usageStop: string | undefined
  directives: Record<string, unknown>[] = []
  claimable = false
  #waiters = new Set<() => void>()

  addTask(id: string, input: Record<string, unknown> = {}): void {
    const lease = {
      fence: 0,
      requestId: undefined,
      instanceId: '',
      leaseSeconds: 0,
      expiresAt: 0,
      endReason: undefined,
    }
    this.tasks.set(id, { id, state: 'ready', input, ...lease })
    for (const wake of this.#waiters) wake()
  }

  /** Takes the task from its holder. */
  end(id: string, reason: string, state = 'canceled'): void {
    const task = this.tasks.get(id) as FakeTask
    Object.assign(task, { state, endReason: reason, expiresAt: 0 })
  }

  state = (id: string): string | undefined => this.tasks.get(id)?.state

  sent = (operation: string): Recorded[] => this.log.filter((entry) => entry.operation === operation)

  fetch = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url)
    const text = await request.text()
    const body = text ? JSON.parse(text) : {}
    const [operation, respond] = this.#route(request.method, pathname.replace('/api/v1/', '').split('/'))
    const entry: Recorded = { operation, body, headers: request.headers, status: 200 }
    this.log.push(entry)
    try {
      const data = await respond(body, request.signal)
      return Response.json({ success: true, data })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      entry.status = error.status
      const { code, details, message } = error
      const answer = { success: false, error: { code, message, hint: 'Do otherwise.', requestId: 'req_1', details } }
      return Response.json(answer, { status: error.status })
    }
  }

  #route(method: string, [first, second = '', third = '']: string[]): [string, Respond] {
    if (first === 'agents') return ['agents.heartbeat', (body) => this.#heartbeat(body)]
    if (first === 'runs') return ['usage.report', () => this.#usage()]
    if (first === 'approvals') return ['approvals.get', () => this.approvals.get(second)]
    if (second === 'claim') return ['tasks.claimNext', (body, signal) => this.#claim(body, signal)]
    if (third === 'messages') return ['messages.create', (body) => this.#fenced(second, body)]
    if (third === 'approvals') return ['approvals.request', (body) => this.#approval(second, body)]
    const states: Record<string, string> = { complete: 'done', fail: 'failed', release: 'ready' }
    if (states[third]) return [`tasks.${third}`, (body) => this.#finish(second, body, `${states[third]}`)]
    return [`${method} ${first}`, () => ({ id: second })]
  }

  async #claim(body: Body, signal: AbortSignal): Promise<unknown> {
    const empty = this.emptyAnswers.shift()
    if (empty) return { ...noTask, ...empty }
    const until = Date.now() + Number(body.waitSeconds ?? 25) * 1000
    for (;;) {
      const known = [...this.tasks.values()].find((task) => task.requestId === body.claimRequestId)
      if (known && !isHeld(known)) throw new Refusal(409, 'run_ended')
      const task = known ?? [...this.tasks.values()].find(({ state }) => state === 'ready')
      if (task) return this.#lease(task, body)
      if (Date.now() >= until) return { ...noTask, reason: 'no_tasks', retryAfterSeconds: 0 }
      await this.#change(until - Date.now(), signal)
    }
  }

  #lease(task: FakeTask, body: Body): unknown {
    const leaseSeconds = Number(body.leaseSeconds ?? 60)
    if (task.state === 'ready') {
      const expiresAt = Date.now() + leaseSeconds * 1000
      const holder = { requestId: `${body.claimRequestId}`, instanceId: `${body.instanceId}`, endReason: undefined }
      Object.assign(task, { state: 'in_progress', fence: task.fence + 1, leaseSeconds, expiresAt, ...holder })
    }
    const lease = { taskId: task.id, runId: `run_${task.id}`, fence: task.fence, leaseSeconds }
    const run = { id: `run_${task.id}`, attempt: 1, reservedCostMicros: 1 }
    return { ...noTask, task: { id: task.id, title: task.id, input: task.input }, lease, run }
  }

  #heartbeat(body: Body): unknown {
    const listed = body.leases as { taskId: string; fence: number }[]
    const renewed: unknown[] = []
    const lost: unknown[] = []
    for (const { taskId, fence } of listed) {
      const task = this.tasks.get(taskId) as FakeTask
      if (isHeld(task) && task.fence === fence) {
        task.expiresAt = Date.now() + task.leaseSeconds * 1000
        renewed.push({ taskId, expiresAt: new Date(task.expiresAt).toISOString() })
      } else lost.push({ taskId, reason: task.endReason ?? 'expired' })
    }
    const isListed = (task: FakeTask) => listed.some(({ taskId }) => taskId === task.id)
    const unlisted = [...this.tasks.values()]
      .filter((task) => isHeld(task) && !isListed(task))
      .map(({ id, fence, instanceId }) => ({ taskId: id, runId: `run_${id}`, fence, instanceId }))
    const { directives, claimable } = this
    return { renewed, lost, unlisted, directives, pendingWork: { claimable }, nextHeartbeatSeconds: 20 }
  }

  #fenced(taskId: string, { fence }: Body): FakeTask {
    const task = this.tasks.get(taskId) as FakeTask
    if (task.fence !== fence) throw new Refusal(409, 'lease_lost', { reason: 'superseded' })
    if (!isHeld(task)) throw new Refusal(409, 'lease_lost', { reason: task.endReason ?? 'expired' })
    return task
  }

  #finish(taskId: string, body: Body, state: string): unknown {
    const task = this.tasks.get(taskId) as FakeTask
    // The same fence again gets the same answer.
    if (task.endReason === `by ${body.fence}`) return task
    this.#fenced(taskId, body)
    if (body.summary === '') throw new Refusal(400, 'validation_failed')
    Object.assign(task, { state, endReason: `by ${body.fence}`, expiresAt: 0 })
    return task
  }

  #approval(taskId: string, body: Body): Approval {
    this.#fenced(taskId, body)
    const approval = { id: `apr_${this.approvals.size}`, taskId, state: 'pending', payload: body.payload }
    this.approvals.set(approval.id, approval)
    return approval
  }

  #usage(): unknown {
    const reason = this.usageStop
    return {
      late: false,
      stop: reason !== undefined,
      lease: { state: reason ? 'lost' : 'held', reason: reason ?? null },
    }
  }

  #change(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer)
        this.#waiters.delete(end)
        resolve()
      }
      const timer = setTimeout(end, ms)
      this.#waiters.add(end)
      signal.addEventListener('abort', () => {
        end()
        reject(signal.reason)
      })
    })
  }
}

type Body = Record<string, unknown>
type Respond = (body: Body, signal: AbortSignal) => unknown

const isHeld = ({ state, expiresAt }: FakeTask): boolean => state === 'in_progress' && Date.now() < expiresAt

const noTask = {
  task: null,
  lease: null,
  run: null,
  decisions: [],
  feedback: null,
  reason: null,
  message: null,
  retryAfterSeconds: null,
}
