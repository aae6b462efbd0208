// An agent worked by hand: what a program would do over HTTP, one step at a time.
import type { components } from '../../src/generated/openapi.ts'
import type { Api } from './client.ts'
import type { TestServer } from './server.ts'

type Schemas = components['schemas']

export interface Hand {
  readonly agentId: string
  readonly name: string
  readonly api: Api
  claim(taskId: string): Promise<Claimed>
}

/** A task in hand, with what each further call needs. */
export interface Claimed {
  readonly taskId: string
  readonly runId: string
  readonly fence: number
  renew(): Promise<void>
  progress(done: number, total: number, label: string, body?: string): Promise<void>
  say(type: 'COMMENT' | 'WORK_PLAN' | 'ARTIFACT', body: string): Promise<void>
  /** Reports tokens; the price table says what they cost. */
  spend(model: string, inputTokens: number, outputTokens: number): Promise<void>
  ask(
    approval: Pick<Schemas['RequestApproval'], 'action' | 'risk'> & Partial<Schemas['RequestApproval']>,
  ): Promise<Schemas['Approval']>
  question(question: string, options: string[], context?: string): Promise<Schemas['Question']>
  log(lines: readonly [Schemas['LogEntry']['level'], string, Record<string, unknown>?][]): Promise<void>
  complete(summary: string, content?: string): Promise<void>
  fail(message: string, retryable: boolean): Promise<void>
  block(reason: string): Promise<void>
}

export async function handOf(
  server: TestServer,
  profile: Partial<Schemas['RegisterAgent']> & { name: string },
): Promise<Hand> {
  const { agentId, key } = await server.addAgent(profile)
  const api = server.api(key)
  return {
    agentId,
    name: profile.name,
    api,
    async claim(taskId) {
      const answer = await taken(
        api.post<Schemas['ClaimAnswer']>(`/tasks/${taskId}/claim`, {
          claimRequestId: `${profile.name} ${taskId} ${server.clock.now()}`,
          instanceId: `${profile.name}-1`,
        }),
      )
      return claimed(api, `${profile.name}-1`, answer.lease!, server)
    },
  }
}

function claimed(
  api: Api,
  instanceId: string,
  { taskId, runId, fence }: Schemas['Lease'],
  { clock }: TestServer,
): Claimed {
  let reports = 0
  let lines = 0
  const on = (move: string, body: object) => taken(api.post(`/tasks/${taskId}/${move}`, { fence, ...body }))
  return {
    taskId,
    runId,
    fence,
    async renew() {
      await taken(api.post('/agents/heartbeat', { instanceId, leases: [{ taskId, fence }] }))
    },
    async progress(done, total, label, body = `${done} of ${total} ${label}`) {
      await on('messages', { type: 'PROGRESS', body, progress: { done, total, label } })
    },
    async say(type, body) {
      await on('messages', { type, body })
    },
    async spend(model, inputTokens, outputTokens) {
      reports += 1
      const lines = [
        { meter: 'input_token', quantity: inputTokens },
        { meter: 'output_token', quantity: outputTokens },
      ]
      await taken(api.post(`/runs/${runId}/usage`, { reportId: `report ${reports}`, model, lines }))
    },
    ask: (approval) => taken(api.post<Schemas['Approval']>(`/tasks/${taskId}/approvals`, { fence, ...approval })),
    question: (question, options, context) =>
      taken(
        api.post<Schemas['Question']>(`/tasks/${taskId}/questions`, {
          fence,
          question,
          options,
          ...(context ? { context } : {}),
        }),
      ),
    async log(said) {
      const entries = said.map(([level, message, data]) => {
        lines += 1
        return { number: lines, at: new Date(clock.now()).toISOString(), level, message, ...(data ? { data } : {}) }
      })
      await taken(api.post(`/runs/${runId}/logs`, { entries }))
    },
    async complete(summary, content) {
      await on('complete', { summary, ...(content === undefined ? {} : { content }) })
    },
    async fail(message, retryable) {
      await on('fail', { error: { message }, retryable })
    },
    async block(reason) {
      await on('block', { kind: 'credential', reason })
    },
  }
}

/** @throws where the server refused. */
export async function taken<T>(
  reply: Promise<{ data: T; error: { code: string; message: string } | undefined }>,
): Promise<T> {
  const { data, error } = await reply
  if (error) throw new Error(`${error.code}: ${error.message}`)
  return data
}
