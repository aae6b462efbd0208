// A sign of life of any kind: coming back online is news, being seen again is not.
import type { Tx } from '../../kernel/store/store.ts'
import { touchPresence } from './store.ts'

const offlineAfterMilliseconds = 90_000

export interface SignOfLife {
  readonly agentId: string
  readonly wasOnline: boolean
  /** What a heartbeat says the process is doing; a claim says nothing of it. */
  readonly activity?: { readonly status: string | null; readonly note: string | null }
}

export async function markSeen(tx: Tx, { agentId, wasOnline, activity }: SignOfLife): Promise<void> {
  await touchPresence(tx, agentId, tx.now + offlineAfterMilliseconds, activity)
  if (!wasOnline) tx.append({ type: 'agent.online', agentId })
}
