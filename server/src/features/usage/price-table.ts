// The packaged price table, asked as seldom as possible: resolving a model takes longer than booking what it cost.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { calcPrice } from '@pydantic/genai-prices'
import type { components } from '../../generated/openapi.ts'
import { roundUp } from '../../rules/usage.ts'

export type Meter = components['schemas']['Meter']

export interface Line {
  readonly meter: Meter
  readonly quantity: number
}

interface Source {
  readonly provider: string | null
  readonly model: string | null
}

/** Dollars for a million units: what most models have, whatever the size of the whole. */
type FlatRates = Partial<Record<Meter, number>>

const fieldOf: Partial<Record<Meter, string>> = {
  input_token: 'input_mtok',
  cached_input_token: 'cache_read_mtok',
  cache_write_token: 'cache_write_mtok',
  output_token: 'output_mtok',
  reasoning_token: 'output_mtok',
}

/** Some prices depend on the time of day, so nothing is remembered for long. */
const rememberedMilliseconds = 60_000
const mostRemembered = 1_000

let remembered = new Map<string, FlatRates>()
let rememberedAt = 0

export const tableVersion = `genai-prices@${installedVersion()}`

/**
 * What each meter costs by the table, in micro-dollars; meters it has no price for are left out.
 * @returns null for a model the table does not know.
 */
export function tableCosts(lines: readonly Line[], source: Source): Map<Meter, number> | null {
  if (lines.length === 0 || source.model === null) return null
  const rates = flatRates(source)
  if (rates && lines.every(({ meter }) => rates[meter] !== undefined)) {
    return new Map(lines.map(({ meter, quantity }) => [meter, roundUp(quantity * rates[meter]!)]))
  }
  return sharesOfWhole(lines, source)
}

/** Each meter's part of the price for the whole, since some prices grow with it. */
function sharesOfWhole(lines: readonly Line[], source: Source): Map<Meter, number> | null {
  const total = priceOf(lines, source)
  if (total === null) return null
  const alone = lines.map((line) => (lines.length === 1 ? total : (priceOf([line], source) ?? 0)))
  const sum = alone.reduce((left, right) => left + right, 0)
  const share = (part: number) => roundUp(sum === 0 ? 0 : ((total * part) / sum) * 1_000_000)
  // A meter the table says nothing of is not free, unless the whole model is.
  const isUnpriced = (index: number) => alone[index] === 0 && lines[index]!.quantity > 0 && !isFree(source)
  return new Map(lines.flatMap(({ meter }, index) => (isUnpriced(index) ? [] : [[meter, share(alone[index]!)]])))
}

const isFree = (source: Source): boolean => Object.keys(modelPrices(source) ?? {}).length === 0

const modelPrices = (source: Source) =>
  calcPrice({ input_tokens: 1 }, source.model!, providerOf(source))?.model_price as Record<string, unknown> | undefined

function flatRates(source: Source): FlatRates | null {
  const now = Date.now()
  if (now - rememberedAt > rememberedMilliseconds || remembered.size >= mostRemembered) {
    remembered = new Map()
    rememberedAt = now
  }
  const key = JSON.stringify([source.provider, source.model])
  const known = remembered.get(key)
  if (known) return known
  const prices = modelPrices(source)
  if (!prices) return null
  const rates: FlatRates = {}
  for (const [meter, field] of Object.entries(fieldOf)) {
    const price = prices[field]
    if (typeof price === 'number') rates[meter as Meter] = price
  }
  remembered.set(key, rates)
  return rates
}

/** In dollars. The table wants cached tokens counted among the input; our meters do not overlap. */
function priceOf(lines: readonly Line[], source: Source): number | null {
  const quantity = (meter: Meter) => lines.find((line) => line.meter === meter)?.quantity ?? 0
  const cached = quantity('cached_input_token')
  const written = quantity('cache_write_token')
  const usage = {
    input_tokens: quantity('input_token') + cached + written,
    cache_read_tokens: cached,
    cache_write_tokens: written,
    output_tokens: quantity('output_token') + quantity('reasoning_token'),
  }
  return calcPrice(usage, source.model!, providerOf(source))?.total_price ?? null
}

const providerOf = ({ provider }: Source) => (provider === null ? {} : { providerId: provider })

/** The package does not export its own package.json. */
function installedVersion(): string {
  const entry = createRequire(import.meta.url).resolve('@pydantic/genai-prices')
  const manifest = readFileSync(join(dirname(entry), '..', 'package.json'), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
