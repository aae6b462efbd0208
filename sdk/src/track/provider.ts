// Who runs a model, in the names the price list knows.
import type { Source } from './usage.ts'

const hosts: [ending: string, provider: string][] = [
  ['api.openai.com', 'openai'],
  ['api.anthropic.com', 'anthropic'],
  ['openai.azure.com', 'azure'],
  ['services.ai.azure.com', 'azure'],
  ['amazonaws.com', 'aws'],
  ['googleapis.com', 'google'],
  ['openrouter.ai', 'openrouter'],
  ['groq.com', 'groq'],
  ['deepseek.com', 'deepseek'],
  ['mistral.ai', 'mistral'],
  ['x.ai', 'x-ai'],
  ['together.xyz', 'together'],
  ['together.ai', 'together'],
  ['fireworks.ai', 'fireworks'],
  ['perplexity.ai', 'perplexity'],
  ['cerebras.ai', 'cerebras'],
  ['moonshot.ai', 'moonshotai'],
]

/** By the address a client talks to; undefined for one that may be anybody's, such as a gateway of your own. */
export function providerOfUrl(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined
  const { hostname } = new URL(url)
  return hosts.find(([ending]) => hostname === ending || hostname.endsWith(`.${ending}`))?.[1]
}

const prefixes: Record<string, string> = {
  'amazon-bedrock': 'aws',
  'azure-openai': 'azure',
  bedrock: 'aws',
  togetherai: 'together',
  vertex: 'google',
  xai: 'x-ai',
}

/** By the names a package gives them, such as `anthropic.messages`; a gateway names who runs a model before it. */
export function sourceOfName(name: string | undefined, model: string | undefined): Pick<Source, 'provider' | 'model'> {
  const [first] = name?.split('.') ?? []
  const slash = first === 'gateway' && model ? model.indexOf('/') : -1
  const provider = slash > 0 ? model!.slice(0, slash) : first
  return {
    ...(provider && { provider: prefixes[provider] ?? provider }),
    ...(model && { model: model.slice(slash + 1) }),
  }
}
