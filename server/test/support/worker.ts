// An agent and its people as tests of work see them: few words for the calls that every story is made of.
import { expect } from 'vitest'
import type { components } from '../../src/generated/openapi.ts'
import type { Api, Reply } from './client.ts'
import type { TestServer } from './server.ts'

export type Schemas = components['schemas']
export type Task = Schemas['Task']
export type ClaimAnswer = Schemas['ClaimAnswer']
export type Lease = Schemas['Lease']

/** A claim that was given a task. */
export interface Held {
  readonly task: Task
  readonly lease: Lease
  readonly run: Schemas['ClaimedRun']
  readonly decisions: ClaimAnswer['decisions']
  readonly answers: ClaimAnswer['answers']
  readonly messages: ClaimAnswer['messages']
  readonly feedback: string | null
}

type Wish = Partial<Schemas['ClaimNext']>
type Claimed = { readonly lease: Lease }

let requests = 0

export class Worker {
  readonly agentId: string
  readonly key: string
  readonly api: Api

  constructor(server: TestServer, { agentId, key }: { agentId: string; key: string }) {
    this.agentId = agentId
    this.key = key
    this.api = server.api(key)
  }

  /** Asks for the next task without waiting. */
  ask(wish: Wish = {}): Promise<Reply<ClaimAnswer>> {
    return this.api.post('/tasks/claim', { claimRequestId: newRequestId(), instanceId: 'one', waitSeconds: 0, ...wish })
  }

  /** @throws where there is no task to have. */
  async claim(wish: Wish = {}): Promise<Held> {
    return heldOf(succeeded(await this.ask(wish)))
  }

  askFor(taskId: string, wish: Partial<Schemas['ClaimTask']> = {}): Promise<Reply<ClaimAnswer>> {
    return this.api.post(`/tasks/${taskId}/claim`, { claimRequestId: newRequestId(), instanceId: 'one', ...wish })
  }

  async claimTask(taskId: string, wish: Partial<Schemas['ClaimTask']> = {}): Promise<Held> {
    return heldOf(succeeded(await this.askFor(taskId, wish)))
  }

  complete({ lease }: Claimed, work: Partial<Schemas['CompleteTask']> = {}): Promise<Reply<Task>> {
    return this.api.post(`/tasks/${lease.taskId}/complete`, { fence: lease.fence, summary: 'Done.', ...work })
  }

  fail({ lease }: Claimed, failure: Partial<Schemas['FailTask']> = {}): Promise<Reply<Task>> {
    const error = { message: 'it broke' }
    return this.api.post(`/tasks/${lease.taskId}/fail`, { fence: lease.fence, error, ...failure })
  }

  release({ lease }: Claimed, reason?: string): Promise<Reply<Task>> {
    return this.api.post(`/tasks/${lease.taskId}/release`, { fence: lease.fence, ...(reason ? { reason } : {}) })
  }

  block({ lease }: Claimed, block: Partial<Schemas['BlockTask']> = {}): Promise<Reply<Task>> {
    const stuck = { kind: 'agent', reason: 'no way on', ...block }
    return this.api.post(`/tasks/${lease.taskId}/block`, { fence: lease.fence, ...stuck })
  }

  beat(held: readonly Claimed[] = [], instanceId = 'one'): Promise<Reply<Schemas['HeartbeatAnswer']>> {
    const leases = held.map(({ lease: { taskId, fence } }) => ({ taskId, fence }))
    return this.api.post('/agents/heartbeat', { instanceId, leases })
  }

  report(runId: string, report: Partial<Schemas['ReportUsage']> = {}): Promise<Reply<Schemas['UsageAnswer']>> {
    const lines = [{ meter: 'request', quantity: 1 }]
    return this.api.post(`/runs/${runId}/usage`, { reportId: newRequestId(), lines, ...report })
  }

  reserve(runId: string, costMicros: number): Promise<Reply<Schemas['Reserved']>> {
    return this.api.post(`/runs/${runId}/reserve`, { costMicros })
  }

  request({ lease }: Claimed, wish: Partial<Schemas['RequestApproval']> = {}): Promise<Reply<Schemas['Approval']>> {
    const asked = { action: 'Publish the report', risk: 'YELLOW', payload: { to: 'everybody' }, ...wish }
    return this.api.post(`/tasks/${lease.taskId}/approvals`, { fence: lease.fence, ...asked })
  }

  log(
    runId: string,
    entries: readonly Schemas['AppendLogs']['entries'][number][],
  ): Promise<Reply<Schemas['LogsAppended']>> {
    return this.api.post(`/runs/${runId}/logs`, { entries })
  }

  step({ lease }: Claimed, name: string, result: unknown): Promise<Reply<Schemas['SavedStep']>> {
    return this.api.put(`/tasks/${lease.taskId}/steps/${encodeURIComponent(name)}`, { fence: lease.fence, result })
  }

  read({ lease }: Claimed, messageIds: readonly string[]): Promise<Reply<Schemas['MessagesRead']>> {
    return this.api.post(`/tasks/${lease.taskId}/messages/read`, { fence: lease.fence, messageIds })
  }

  question({ lease }: Claimed, wish: Partial<Schemas['AskQuestion']> = {}): Promise<Reply<Schemas['Question']>> {
    const asked = { question: 'Which branch is it?', options: ['main', 'develop'], ...wish }
    return this.api.post(`/tasks/${lease.taskId}/questions`, { fence: lease.fence, ...asked })
  }
}

export const newRequestId = (): string => {
  requests += 1
  return `request-${requests}`
}

export async function addWorker(
  server: TestServer,
  profile: Parameters<TestServer['addAgent']>[0],
  workspace?: string,
): Promise<Worker> {
  return new Worker(server, await server.addAgent(profile, workspace))
}

/** A task as its creator may wish it: what has a default may be left out. */
export type TaskWish = Partial<Omit<Schemas['CreateTask'], 'blockedBy'>> & {
  readonly blockedBy?: readonly { readonly taskId: string; readonly onFailure?: 'wait' | 'cancel' | 'ignore' }[]
}

export async function createTask(people: Api, wish: TaskWish = {}): Promise<Task> {
  return succeeded(await people.post<Task>('/tasks', { title: 'Some work', ...wish }))
}

export async function readTask(people: Api, { id }: { readonly id: string }): Promise<Task> {
  return succeeded(await people.get<Schemas['TaskDetail']>(`/tasks/${id}`)).task
}

export async function eventsOf(people: Api, task: { readonly id: string }): Promise<Schemas['Event'][]> {
  return succeeded(await people.get<Schemas['Event'][]>(`/events?taskId=${task.id}&sort=seq&limit=200`))
}

/** Does something with a task as a person: cancel, pause, resume, reopen, close, unblock, reviews. */
export function operate(
  people: Api,
  { id }: { readonly id: string },
  how: string,
  body?: object,
): Promise<Reply<Task>> {
  return people.post<Task>(`/tasks/${id}/${how}`, body)
}

export function succeeded<T>(reply: Reply<T>): T {
  if (reply.error) throw new Error(`${reply.status} ${reply.error.code}: ${reply.error.message}`)
  return reply.data
}

/** Expects a refusal. @returns its details. */
export function refused(reply: Reply<unknown>, code: string): Record<string, unknown> | null {
  expect(reply.error?.code ?? `answered ${reply.status} ${JSON.stringify(reply.data)}`).toBe(code)
  return reply.error!.details
}

function heldOf({ task, lease, run, decisions, answers, messages, feedback, reason }: ClaimAnswer): Held {
  if (!task || !lease || !run) throw new Error(`no task: ${reason}`)
  return { task, lease, run, decisions, answers, messages, feedback }
}
