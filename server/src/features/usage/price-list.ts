// What usage costs: overrides of the workspace first, then the packaged price table, then a dear fallback. Nothing unknown is free.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { calcPrice } from '@pydantic/genai-prices'
import type { components } from '../../generated/openapi.ts'

export type Meter = components['schemas']['Meter']

export interface Line {
  readonly meter: Meter
  readonly quantity: number
}

export interface Override {
  readonly provider: string
  readonly model: string
  readonly meter: Meter
  readonly pricePerMillion: number
}

export interface PricedUsage {
  readonly lines: readonly (Line & { readonly costMicros: number })[]
  readonly costMicros: number
  readonly flag: 'known' | 'override' | 'fallback'
  readonly version: string
}

const tableVersion = `genai-prices@${installedVersion()}`

/** Micro-dollars for a million units. Meters of no model have a price of their own here. */
const machinePrices: Partial<Record<Meter, number>> = { compute_second: 24_000_000, request: 1_000_000 }

/** For models nobody has a price for: about what the dearest ones cost, so that a budget errs on the safe side. */
const fallbackPrices: Partial<Record<Meter, number>> = {
  input_token: 15_000_000,
  cached_input_token: 1_500_000,
  cache_write_token: 18_750_000,
  output_token: 75_000_000,
  reasoning_token: 75_000_000,
}

export function priceUsage(
  lines: readonly Line[],
  source: { readonly provider: string | null; readonly model: string | null; readonly overrides: readonly Override[] },
): PricedUsage {
  const flags = new Set<PricedUsage['flag']>()
  const tableTotal = tableShares(
    lines.filter(({ meter }) => !(meter in machinePrices)),
    source,
  )
  const priced = lines.map((line) => {
    const override = findOverride(line.meter, source)
    if (override) {
      flags.add('override')
      return { ...line, costMicros: unitCost(line.quantity, override.pricePerMillion) }
    }
    const machinePrice = machinePrices[line.meter]
    if (machinePrice !== undefined) {
      flags.add('known')
      return { ...line, costMicros: unitCost(line.quantity, machinePrice) }
    }
    const share = tableTotal?.get(line.meter)
    flags.add(share === undefined ? 'fallback' : 'known')
    return { ...line, costMicros: share ?? unitCost(line.quantity, fallbackPrices[line.meter]!) }
  })
  const flag = flags.has('fallback') ? 'fallback' : flags.has('override') ? 'override' : 'known'
  return {
    lines: priced,
    costMicros: priced.reduce((sum, line) => sum + line.costMicros, 0),
    flag,
    version: tableVersion,
  }
}

/**
 * Each meter's part of the table's price for the whole, since some prices depend on the size of the whole.
 * @returns null for a model the table does not know.
 */
function tableShares(
  lines: readonly Line[],
  { provider, model }: { readonly provider: string | null; readonly model: string | null },
): Map<Meter, number> | null {
  if (lines.length === 0 || model === null) return null
  const total = tablePrice(lines, model, provider)
  if (total === null) return null
  const alone = lines.map((line) => tablePrice([line], model, provider) ?? 0)
  const sum = alone.reduce((left, right) => left + right, 0)
  return new Map(lines.map(({ meter }, index) => [meter, toMicros(sum === 0 ? 0 : (total * alone[index]!) / sum)]))
}

/** In dollars. The table wants cached tokens counted among the input; our meters do not overlap. */
function tablePrice(lines: readonly Line[], model: string, provider: string | null): number | null {
  const quantity = (meter: Meter) => lines.find((line) => line.meter === meter)?.quantity ?? 0
  const cached = quantity('cached_input_token')
  const written = quantity('cache_write_token')
  const usage = {
    input_tokens: quantity('input_token') + cached + written,
    cache_read_tokens: cached,
    cache_write_tokens: written,
    output_tokens: quantity('output_token') + quantity('reasoning_token'),
  }
  const result = calcPrice(usage, model, provider === null ? {} : { providerId: provider })
  return result?.total_price ?? null
}

function findOverride(
  meter: Meter,
  source: { provider: string | null; model: string | null; overrides: readonly Override[] },
) {
  const matches = source.overrides.filter(
    (override) =>
      override.meter === meter &&
      (override.provider === '*' || override.provider === source.provider) &&
      (override.model === '*' || override.model === source.model),
  )
  const precision = ({ provider, model }: Override) => (model === '*' ? 0 : 2) + (provider === '*' ? 0 : 1)
  return matches.sort((one, other) => precision(other) - precision(one))[0]
}

/** Rounded up; a millionth of a micro-dollar too much is only the float's own error. */
const roundUp = (micros: number): number => Math.ceil(micros - 1e-6)

const unitCost = (quantity: number, pricePerMillion: number): number =>
  roundUp((quantity * pricePerMillion) / 1_000_000)

const toMicros = (dollars: number): number => roundUp(dollars * 1_000_000)

/** The package does not export its own package.json. */
function installedVersion(): string {
  const entry = createRequire(import.meta.url).resolve('@pydantic/genai-prices')
  const manifest = readFileSync(join(dirname(entry), '..', 'package.json'), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
