// How many entries of a list one wants.
import { Option } from 'commander'
import { wrongUsage } from '../failure.ts'

export const limitOption = (usual = 50): Option => new Option('--limit <number>', `so many at most [default ${usual}]`)

export function limitOf(given: unknown, usual = 50): number {
  if (given === undefined) return usual
  const limit = Number(given)
  if (!Number.isInteger(limit) || limit < 1) throw wrongUsage(`--limit takes a whole number from 1 on, not '${given}'.`)
  return limit
}
