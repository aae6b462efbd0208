// Clients of a provider's API: a copy of the client whose requests go through a fetch that reads the usage.
import { anthropicDialect } from './anthropic.ts'
import { type Fetch, meterFetch } from './metered-fetch.ts'
import { openAiDialect } from './openai.ts'
import { providerOfUrl } from './provider.ts'
import { has, type Loose, loose } from './shape.ts'
import type { UsageSink } from './usage.ts'

/** @returns undefined if it is no client we know */
export function trackClient(thing: unknown, sink: UsageSink): unknown {
  const client = loose(thing)
  if (!client || !has(client, 'withOptions', 'fetch')) return undefined
  const dialect = has(loose(client.chat)?.completions, 'create')
    ? openAiDialect
    : has(client.messages, 'create', 'stream')
      ? anthropicDialect
      : undefined
  if (!dialect) return undefined
  const fetch = meterFetch(client.fetch as Fetch, dialect, sink, providerOfUrl)
  return (client.withOptions as (options: Loose) => unknown).call(client, { fetch })
}
