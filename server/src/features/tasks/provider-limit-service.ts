// The provider of an agent has reached its limit: nothing is wrong with the task, so others may have it at once.
import type { components } from '../../generated/openapi.ts'
import { fromTimestamp } from '../../kernel/clock.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { modelOfAgent } from '../agents/profile-service.ts'
import { holdForProvider } from '../holds/provider-hold-service.ts'
import { moveTask } from './move-service.ts'
import type { TaskRow } from './store.ts'

const longestMilliseconds = 7 * 86_400_000
/** A provider that says it works again when it does not would be asked without end, for no attempt is counted. */
const shortestMilliseconds = 60_000

export async function giveBackLimited(
  tx: Tx,
  kernel: Kernel,
  { task, agentId }: { readonly task: TaskRow; readonly agentId: string },
  { error, providerLimit }: components['schemas']['FailTask'],
): Promise<void> {
  const { resetsAt, provider = (await modelOfAgent(tx, agentId))?.provider ?? '' } = providerLimit!
  const wanted = fromTimestamp(resetsAt, 'providerLimit.resetsAt') - tx.now
  const until = tx.now + Math.min(Math.max(wanted, shortestMilliseconds), longestMilliseconds)
  const payload = { because: 'provider_limit', provider, resetsAt, reason: error.message }
  await moveTask(tx, kernel, task, 'give_back_limited', { end: { reason: 'provider_limited', error }, payload })
  await holdForProvider(tx, kernel, { agentId, provider: provider.slice(0, 64), until })
}
