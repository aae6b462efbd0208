// Where each name is told of, and how one page points to another.

/** Behind the name of a schema that the SDK uses for something else. */
export const schemaMark = '(contract)'

export class Links {
  readonly #places = new Map<string, { page: string; anchor: string }>()
  readonly #foreign = new Map<string, Set<string>>()

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
    const up = '../'.repeat(from.split('/').length - 1)
    return place.page === from ? `#${place.anchor}` : `${up}${place.page}#${place.anchor}`
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

const withoutStrings = (type: string): string => type.replace(/'[^']*'/g, '')

/** As GitHub makes them. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-')
