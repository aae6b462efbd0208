// The Claude Agent SDK: a query is an iterator over what its program tells, and stays one.
import { ClaudeTally } from './claude-tally.ts'
import { has, isCall, type Loose, loose, quietly, text, watch, withMembers } from './shape.ts'
import type { Source, UsageSink } from './usage.ts'

export const isQuery = (thing: unknown): thing is Loose =>
  has(thing, 'next', 'interrupt', 'setPermissionMode') && Symbol.asyncIterator in loose(thing)!

const providers: Record<string, string> = {
  bedrock: 'aws',
  vertex: 'google',
  foundry: 'azure',
  anthropicAws: 'aws',
  anthropicGoogleCloud: 'google',
}

/** @param params what the query was called with: it may go on with a session whose totals hold what was used before */
export function trackQuery(query: Loose, sink: UsageSink, params: unknown): Loose {
  const options = loose(loose(params)?.options)
  const isResumed = Boolean(options?.resume || options?.continue || options?.forkSession)
  let source: Source = { provider: 'anthropic' }
  if (isCall(query.initializationResult)) {
    // Already on its way with every query; it asks the program for nothing more.
    Promise.resolve(query.initializationResult()).then(
      (answer) => {
        source = sourceOf(loose(loose(answer)?.account))
      },
      () => {},
    )
  }
  const tally = new ClaudeTally(sink, () => source, isResumed)
  const watched = watch(
    query as unknown as AsyncIterator<unknown>,
    (item) => tally.look(item),
    () => tally.end(),
  )
  const tracked: Loose = withMembers(query, (name) => {
    if (name === Symbol.asyncIterator) return () => tracked
    if (name === 'close') {
      return () => {
        quietly(() => tally.end())
        return (query.close as () => void).call(query)
      }
    }
    return Object.hasOwn(watched, name) ? watched[name as 'next'] : undefined
  })
  return tracked
}

/** A subscription pays only where no key does and no cloud runs the model. */
function sourceOf(account: Loose | undefined): Source {
  const provider = text(account?.apiProvider) ?? 'firstParty'
  const key = text(account?.apiKeySource) ?? 'none'
  const isIncluded = provider === 'firstParty' && key === 'none' && text(account?.subscriptionType) !== undefined
  return { provider: providers[provider] ?? 'anthropic', ...(isIncluded && { billing: 'included' }) }
}
