// A provider's limit: the agent takes nothing new until it resets. What it works on already goes on, for it may be with
// another provider, and who hits the limit there says so too.
import { toTimestamp } from '../../kernel/clock.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { extendHold, openOrFindHold } from './store.ts'

const cause = 'provider'

export async function holdForProvider(
  tx: Tx,
  kernel: Kernel,
  { agentId, provider, until }: { readonly agentId: string; readonly provider: string; readonly until: number },
): Promise<void> {
  const reason = `the limit of ${provider === '' ? 'its provider' : provider} resets at ${toTimestamp(until)}`
  const wanted = { scope: 'agent', scopeId: agentId, cause, reference: provider, reason, until } as const
  const { id, isNew } = await openOrFindHold(tx, wanted)
  // Said for several tasks, perhaps with another time each: the latest counts.
  if (!isNew && !(await extendHold(tx, id, { until, reason }))) return
  const payload = { holdId: id, scope: 'agent', cause, reason, until }
  tx.append({ type: isNew ? 'hold.placed' : 'hold.extended', agentId, payload })
  tx.afterCommit(() => kernel.signals.wakeAll({ agentId }))
}
