// What usage costs: overrides of the workspace first, then the packaged price table, then a dear fallback. Nothing unknown is free.

import { roundUp } from '../../rules/usage.ts'
import { type Line, type Meter, tableCosts, tableVersion } from './price-table.ts'

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
  const shares = tableCosts(
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
    const share = shares?.get(line.meter)
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

const unitCost = (quantity: number, pricePerMillion: number): number =>
  roundUp((quantity * pricePerMillion) / 1_000_000)
