// Where each name is told of, and how one page points to another.

import type { Use, Uses } from './uses.ts'

/** Behind the name of a schema that the SDK uses for something else. */
export const schemaMark = '(contract)'

export class Links {
  readonly #places = new Map<string, { page: string; anchor: string }>()
  readonly #foreign = new Map<string, Set<string>>()
  readonly #uses: Uses

  /** @param uses by the examples, as far as they are known */
  constructor(uses: Uses = new Map()) {
    this.#uses = uses
  }

  add(name: string, page: string, heading: string): void {
    this.#places.set(name, { page, anchor: anchorOf(heading) })
  }

  /** On this page the name means something of another package. */
  addForeign(name: string, page: string): void {
    this.#foreign.set(page, (this.#foreign.get(page) ?? new Set()).add(name))
  }

  has(name: string): boolean {
    return this.#places.has(name)
  }

  /** @returns undefined for what is told of nowhere */
  to(name: string, from: string): string | undefined {
    const place = this.#places.get(name)
    if (!place) return undefined
    return targetOf(place.page, place.anchor, from)
  }

  /**
   * Links to examples that use it: those with its name before those that only have something of its type, near ones
   * before far ones, those of little before those of much. Empty where there are none.
   */
  shownIn(name: string, from: string, most = 3): string {
    const rank = ({ isNamed, example: { page } }: Use) => (isNamed ? 0 : 2) + (page === from ? 0 : 1)
    const sorted = [...(this.#uses.get(name) ?? [])].sort(
      (one, other) => rank(one) - rank(other) || one.breadth - other.breadth,
    )
    const found = sorted.map(({ example: { page, heading } }) => {
      const text = this.has(heading) || heading.includes('.') ? `\`${heading}\`` : heading
      return `[${text}](${targetOf(page, anchorOf(heading), from)})`
    })
    return [...new Set(found)].slice(0, most).join(', ')
  }

  /** `{@link Name}` becomes a link. */
  inText(text: string, from: string): string {
    return text.replace(/\{@link\s+([\w.]+)\s*\}/g, (_, name: string) => this.code(name, from))
  }

  /** The name as code, and as a link if it leads anywhere. */
  code(name: string, from: string): string {
    const target = this.to(name, from)
    return target ? `[\`${name}\`](${target})` : `\`${name}\``
  }

  /** Links to the names in a type, each once. */
  ofType(type: string, from: string): string[] {
    const names = new Set(withoutStrings(type).match(/\b[A-Z]\w+/g) ?? [])
    // The contract has names of its own that the SDK uses for something else.
    const isContracts = from === 'types.md' || from.startsWith('resources/')
    const meant = [...names].map((name) =>
      isContracts && this.has(`${name} ${schemaMark}`) ? `${name} ${schemaMark}` : name,
    )
    return meant
      .filter((name) => this.has(name) && !this.#foreign.get(from)?.has(name))
      .map((name) => this.code(name, from))
  }
}

function targetOf(page: string, anchor: string, from: string): string {
  const up = '../'.repeat(from.split('/').length - 1)
  return page === from ? `#${anchor}` : `${up}${page}#${anchor}`
}

const withoutStrings = (type: string): string => type.replace(/'[^']*'/g, '')

/** As GitHub makes them. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-')
