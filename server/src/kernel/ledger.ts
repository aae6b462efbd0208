// The ledger's chain: each event's hash covers the one before, so that nothing can be changed or taken out unseen.
import { hash } from 'node:crypto'
import type { EventType } from '../generated/rules.ts'
import type { Actor, EventDraft, StoredEvent } from './store/store.ts'

export interface LedgerHead {
  readonly seq: number
  readonly hash: string
}

/** An event as its row, under the names of the insert's parameters. */
export interface EventRow {
  [parameter: string]: string | number | null
  workspaceId: string
  seq: number
  changeId: string
  type: EventType
  at: number
  actorKind: string
  actorId: string | null
  taskId: string | null
  runId: string | null
  agentId: string | null
  payload: string
  payloadHash: string
  hash: string
}

interface Change {
  readonly workspaceId: string
  readonly changeId: string
  readonly at: number
  readonly actor: Actor
}

export function chainEvents(
  head: LedgerHead,
  drafts: readonly (Omit<EventDraft, 'payload'> & { payload?: EventDraft['payload'] | string })[],
  change: Change,
): { head: LedgerHead; rows: EventRow[]; events: StoredEvent[] } {
  const rows: EventRow[] = []
  const events: StoredEvent[] = []
  let { seq, hash: previous } = head
  for (const draft of drafts) {
    seq += 1
    const payload = serializePayload(draft.payload)
    const payloadHash = hash('sha256', payload)
    const { workspaceId, changeId, at, actor } = change
    const subject = { taskId: draft.taskId ?? null, runId: draft.runId ?? null, agentId: draft.agentId ?? null }
    const facts = { workspaceId, seq, changeId, type: draft.type, at, ...subject }
    const eventHash = hashEvent(previous, { ...facts, actorKind: actor.kind, actorId: actor.id, payloadHash })
    rows.push({ ...facts, actorKind: actor.kind, actorId: actor.id, payload, payloadHash, hash: eventHash })
    events.push({ ...facts, actor, payload, hash: eventHash })
    previous = eventHash
  }
  return { head: { seq, hash: previous }, rows, events }
}

/** The payload enters by its own hash, so that it can be redacted later and the chain still verifies. */
export function hashEvent(
  previous: string,
  event: Omit<EventRow, 'payload' | 'hash' | 'workspaceId' | 'changeId'>,
): string {
  const { seq, at, type, actorKind, actorId, taskId, runId, agentId, payloadHash } = event
  return hash(
    'sha256',
    JSON.stringify([previous, seq, at, type, actorKind, actorId, taskId, runId, agentId, payloadHash]),
  )
}

/** A payload that is text already has been serialised by whoever wrote it first. */
export function serializePayload(payload: EventDraft['payload'] | string): string {
  if (typeof payload === 'string') return payload
  return payload ? JSON.stringify(payload) : '{}'
}
