// What others may read of approvals: those a task waits for, and the decisions its next run acts on.
import type { Reader } from '../../kernel/store/store.ts'
import { type Approval, findDecidedAfterRun, findPending, withVotes } from './store.ts'

/** Decisions made since the run of that fence began; a run finds those its predecessor asked for. */
export async function decisionsSince(reader: Reader, taskId: string, fence: number): Promise<Approval[]> {
  return withVotes(reader, await findDecidedAfterRun(reader, taskId, fence))
}

export async function pendingApprovals(reader: Reader, taskId: string): Promise<Approval[]> {
  return withVotes(reader, await findPending(reader, taskId))
}
