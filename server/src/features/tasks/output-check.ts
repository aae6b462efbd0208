// Holds an output against the schema of its task: it interprets, and stops once it has worked too long. Schemas and
// outputs come from strangers, and this runs where everybody's changes are made.
import { type Json, mayBe, rules } from './output-rules.ts'
import type { UsableSchema } from './output-schema.ts'

/** A place of the output that misses the schema. */
export interface Miss {
  readonly path: string
  readonly wanted: string
}

/** The way to a place; null where only the verdict counts, as in the parts of an anyOf. */
export type Place = { readonly within: Place; readonly step: string } | null

/** Steps through schema and output together: an output of 2 MB takes some hundred thousand. */
const mostSteps = 500_000
/** What one step may look at: characters of texts, entries of lists. */
const lookedAtPerStep = 10
/** Characters looked at times the size of the pattern, for one step. */
const matchingPerStep = 400
const deepest = 500
const mostMisses = 50

class Stop extends Error {}
class TooMuch extends Stop {}
class Enough extends Stop {}

const root: Place = { within: null, step: 'output' }

/** @returns nothing where the output fits; at most fifty places otherwise. */
export function missesOf(output: Json, schema: UsableSchema): Miss[] {
  const check = new Check(schema)
  try {
    check.fits(output, schema.root, root)
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    if (error instanceof TooMuch)
      return [{ path: 'output', wanted: 'must be smaller or flatter: to check it against the schema takes too long' }]
  }
  return check.misses
}

export class Check {
  readonly misses: Miss[] = []
  readonly #schema: UsableSchema
  readonly #texts = new WeakMap<object, Set<string>>()
  #steps = 0
  #depth = 0

  constructor(schema: UsableSchema) {
    this.#schema = schema
  }

  fits(value: unknown, schema: unknown, place: Place): boolean {
    this.spend(1)
    if (schema === true) return true
    if (schema === false) return this.miss(place, 'must not be there')
    this.#depth += 1
    if (this.#depth > deepest) throw new TooMuch()
    let isFit = true
    for (const keyword in schema as Json) {
      const rule = rules.get(keyword)
      if (!rule || (rule.kind !== undefined && !mayBe(rule.kind, value))) continue
      if (rule.holds(this, value as never, schema as Json, place)) continue
      isFit = false
      if (place === null) break
    }
    this.#depth -= 1
    return isFit
  }

  fitsReference(value: unknown, name: string, place: Place): boolean {
    return this.fits(value, this.#schema.definitions[name], place)
  }

  /** @returns false, which is what there is to say of the value. */
  miss(place: Place, wanted: string): false {
    if (place === null) return false
    this.misses.push({ path: pathOf(place).slice(0, 500), wanted: wanted.slice(0, 500) })
    if (this.misses.length === mostMisses) throw new Enough()
    return false
  }

  /** Pays for a look at so many characters or entries. */
  look(count: number): void {
    this.spend(count / lookedAtPerStep)
  }

  matches(text: string, source: string): boolean {
    const pattern = this.#schema.patterns.get(source)!
    this.spend((pattern.size * text.length) / matchingPerStep)
    return pattern.matches(text)
  }

  /** The same text for equal values, whatever the order of their properties. */
  textOf(value: unknown): string {
    const text = JSON.stringify(value, (_key, each: unknown) =>
      mayBe('object', each)
        ? Object.fromEntries(Object.entries(each as Json).toSorted(([one], [other]) => (one < other ? -1 : 1)))
        : each,
    )
    this.look(text.length)
    return text
  }

  /** The texts of the values of an enum, which are the same each time. */
  textsOf(values: readonly unknown[]): ReadonlySet<string> {
    let texts = this.#texts.get(values)
    if (!texts) {
      texts = new Set(values.map((value) => this.textOf(value)))
      this.#texts.set(values, texts)
    }
    return texts
  }

  spend(steps: number): void {
    this.#steps += steps
    if (this.#steps > mostSteps) throw new TooMuch()
  }
}

function pathOf(place: Place): string {
  const steps: string[] = []
  for (let at = place; at !== null; at = at.within) steps.unshift(at.step)
  return steps.join('.')
}
