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

/** What waits for a person: an approval or a question. */
interface Wish {
  id: string
  taskId: string
  state: string
  [more: string]: unknown
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

/** What the contract does not take of a failure, and one that stands for what nobody has thought of. */
function isNoFailure({ error, retryAfterSeconds = 0 }: Body): boolean {
  const isSeconds =
    Number.isInteger(retryAfterSeconds) && Number(retryAfterSeconds) >= 0 && Number(retryAfterSeconds) <= 86_400
  const { message, code } = (error ?? { message: 'None.' }) as { message: string; code?: string }
  return !isSeconds || message === '' || message.includes('\0') || code === 'odd'
}

export class FakeServer {
  readonly log: Recorded[] = []
  readonly tasks = new Map<string, FakeTask>()
  /** Approvals and questions, `wish_0` and so on. */
  readonly wishes = new Map<string, Wish>()
  /** Results by task and step. */
  readonly steps = new Map<string, unknown>()
  readonly messages: { id: string; taskId: string; body: string }[] = []
  /** What `tasks.claimNext` answers instead of a task, one at a time. */
  readonly emptyAnswers: Record<string, unknown>[] = []
  /** Said by the next answers to usage reports. */
  usageStop: string | undefined
  budgets: Record<string, unknown>[] = []
  reserved = 1
  /** What the server would say of a result; undefined means that it takes it. */
  acceptance: (body: Body) => Record<string, unknown> | undefined = () => undefined
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
      const page = Array.isArray(data) ? { page: { nextCursor: null, hasMore: false } } : {}
      return Response.json({ success: true, data, ...page })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      entry.status = error.status
      const { code, details, message } = error
      const answer = { success: false, error: { code, message, hint: 'Do otherwise.', requestId: 'req_1', details } }
      return Response.json(answer, { status: error.status })
    }
  }

  #route(method: string, [first, second = '', third = '', fourth = '']: string[]): [string, Respond] {
    if (first === 'agents') return ['agents.heartbeat', (body) => this.#heartbeat(body)]
    if (third === 'logs') return ['logs.append', (body) => appendLogs(body)]
    if (third === 'reserve') return ['runs.reserve', (body) => this.#reserve(body)]
    if (first === 'runs') return ['usage.reportBatch', (body) => this.#usage(body)]
    if (first === 'approvals') return ['approvals.get', () => this.wishes.get(second)]
    if (first === 'questions') return ['questions.get', () => this.wishes.get(second)]
    if (first === 'tasks' && second === '')
      return ['POST tasks', (body) => (body.parentId ? { id: 'tsk_child' } : { id: '' })]
    if (second === 'claim') return ['tasks.claimNext', (body, signal) => this.#claim(body, signal)]
    if (third === 'steps') return this.#step(method, second, decodeURIComponent(fourth))
    if (third === 'messages' && fourth) return ['messages.markRead', (body) => this.#markRead(second, body)]
    if (third === 'messages') return ['messages.create', (body) => this.#fenced(second, body)]
    if (third === 'approvals') return ['approvals.request', (body) => this.#wish(second, body)]
    if (third === 'questions') return ['questions.ask', (body) => this.#wish(second, body)]
    const states: Record<string, string> = { complete: 'done', fail: 'failed', release: 'ready', block: 'blocked' }
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
    const run = { id: `run_${task.id}`, attempt: 1, reservedCostMicros: this.reserved }
    const messages = this.messages.filter(({ taskId }) => taskId === task.id)
    return { ...noTask, messages, task: { id: task.id, title: task.id, input: task.input }, lease, run }
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
    const messages = this.messages.filter(({ taskId }) => listed.some((lease) => lease.taskId === taskId))
    return { renewed, lost, unlisted, directives, messages, pendingWork: { claimable }, nextHeartbeatSeconds: 20 }
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
    if (body.summary === '' || isNoFailure(body)) throw new Refusal(400, 'validation_failed')
    const missing = state === 'done' && this.acceptance(body)
    if (missing) throw new Refusal(422, 'acceptance_failed', missing)
    const isAsking = [...this.wishes.values()].some((wish) => wish.taskId === taskId && wish.state === 'pending')
    const next = state === 'ready' && isAsking ? 'needs_approval' : state
    Object.assign(task, { state: next, endReason: `by ${body.fence}`, expiresAt: 0 })
    return task
  }

  #wish(taskId: string, { fence, ...content }: Body): Wish {
    this.#fenced(taskId, { fence })
    const same = [...this.wishes.values()].find((wish) => wish.content === JSON.stringify(content))
    if (same) return same
    const id = `wish_${this.wishes.size}`
    const wish = { id, taskId, state: 'pending', content: JSON.stringify(content), ...content }
    this.wishes.set(id, wish)
    return wish
  }

  #step(method: string, taskId: string, name: string): [string, Respond] {
    if (method === 'GET') {
      const ofTask = [...this.steps].filter(([key]) => key.startsWith(`${taskId} `))
      const list = () => {
        if (!isHeld(this.tasks.get(taskId) as FakeTask)) throw new Refusal(403, 'forbidden')
        return ofTask.map(([key, result]) => ({ name: key.slice(taskId.length + 1), result }))
      }
      return ['steps.list', list]
    }
    return ['steps.save', (body) => this.#saveStep(taskId, name, body)]
  }

  #saveStep(taskId: string, name: string, body: Body): unknown {
    this.#fenced(taskId, body)
    const key = `${taskId} ${name}`
    const isFirst = !this.steps.has(key)
    if (isFirst) this.steps.set(key, body.result)
    return { name, result: this.steps.get(key), isFirst }
  }

  #markRead(taskId: string, body: Body): unknown {
    this.#fenced(taskId, body)
    for (const id of body.messageIds as string[])
      this.messages.splice(
        this.messages.findIndex((message) => message.id === id),
        1,
      )
    return { read: 1 }
  }

  #reserve({ costMicros }: Body): unknown {
    this.reserved = Number(costMicros)
    return { reservedCostMicros: this.reserved, budgets: this.budgets }
  }

  #usage({ reports }: Body): unknown {
    const all = reports as { model?: string }[]
    if (all.some(({ model }) => model === 'refused')) throw new Refusal(400, 'validation_failed')
    const reason = this.usageStop
    const answer = {
      late: false,
      stop: reason !== undefined,
      lease: { state: reason ? 'lost' : 'held', reason: reason ?? null },
      run: { reservedCostMicros: this.reserved, spentCostMicros: 0 },
      budgets: this.budgets,
    }
    return { answers: all.map(() => answer) }
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

function appendLogs({ entries }: Body): unknown {
  if ((entries as { message: string }[]).some(({ message }) => message === 'refused'))
    throw new Refusal(400, 'validation_failed')
  return { written: (entries as unknown[]).length, known: 0 }
}

const isHeld = ({ state, expiresAt }: FakeTask): boolean => state === 'in_progress' && Date.now() < expiresAt

const noTask = {
  task: null,
  lease: null,
  run: null,
  decisions: [],
  answers: [],
  messages: [],
  feedback: null,
  reason: null,
  message: null,
  retryAfterSeconds: null,
}
