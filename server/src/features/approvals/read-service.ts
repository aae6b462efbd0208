// What others may read of approvals: those a task waits for, and the decisions its next run acts on.
import type { Reader } from '../../kernel/store/store.ts'
import { type Approval, findDecidedSinceHandedIn, findPending, withVotes } from './store.ts'

/**
 * What was decided about the work at hand: since it was last handed in. A run that was told may have died before it
 * acted, so the next one is told again.
 */
export async function decisionsAbout(reader: Reader, taskId: string): Promise<Approval[]> {
  return withVotes(reader, await findDecidedSinceHandedIn(reader, taskId))
}

export async function pendingApprovals(reader: Reader, taskId: string): Promise<Approval[]> {
  return withVotes(reader, await findPending(reader, taskId))
}
