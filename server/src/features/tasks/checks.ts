// What the schema cannot say about a task's fields.
import { AppError, notFound } from '../../kernel/errors.ts'
import { sql } from '../../kernel/store/query.ts'
import type { Tx } from '../../kernel/store/store.ts'

const mostInputBytes = 65_536

const liveAgent = sql<{ workspaceId: string; agentId: string }, { id: string }>(
  'select id from agents where workspace_id = :workspaceId and id = :agentId and removed_at is null',
)

export function refuseHugeInput(input: Record<string, unknown> | undefined): void {
  const bytes = Buffer.byteLength(JSON.stringify(input ?? {}))
  if (bytes <= mostInputBytes) return
  throw new AppError('validation_failed', `input: ${bytes} bytes of JSON, at most ${mostInputBytes} are taken`, {
    hint: 'Put large data elsewhere and give its address in the input.',
    details: { issues: [{ path: 'input', message: `more than ${mostInputBytes} bytes of JSON` }] },
  })
}

/** Whoever accepts the work of a task accepts that of its children with it. */
export function refuseOpenChildren(task: { readonly id: string; readonly open_children: number }): void {
  if (task.open_children === 0) return
  throw new AppError('open_children', `the task '${task.id}' has ${task.open_children} open children`)
}

export async function refuseUnknownAgent(tx: Tx, agentId: string): Promise<void> {
  if (!(await tx.get(liveAgent, { workspaceId: tx.workspaceId, agentId }))) throw notFound('agent', agentId)
}
