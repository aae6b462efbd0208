// The workspaces in memory: every request looks one up, and they hardly ever change.
import { sql } from './store/query.ts'
import type { Reader } from './store/store.ts'

export interface WorkspaceFacts {
  readonly id: string
  readonly slug: string
  readonly timezone: string
  readonly archived: boolean
  readonly isDefault: boolean
}

const findWorkspace = sql<
  { name: string },
  { id: string; slug: string; timezone: string; archived_at: number | null; is_default: number }
>('select id, slug, timezone, archived_at, is_default from workspaces where id = :name or slug = :name')
const findDefault = sql<Record<never, never>, { id: string }>('select id from workspaces where is_default = 1')

const mostRemembered = 10_000

export class Workspaces {
  readonly #reader: Reader
  readonly #known = new Map<string, WorkspaceFacts>()
  /** What was read before something changed is not kept. */
  #generation = 0

  constructor(reader: Reader) {
    this.#reader = reader
  }

  /** @param name an id or a slug. */
  async find(name: string): Promise<WorkspaceFacts | undefined> {
    const known = this.#known.get(name)
    if (known) return known
    // It comes from addresses and headers, before anything is checked; some databases fail on such a text.
    if (name.includes('\0')) return undefined
    const generation = this.#generation
    const row = await this.#reader.get(findWorkspace, { name })
    if (!row) return undefined
    const facts = {
      id: row.id,
      slug: row.slug,
      timezone: row.timezone,
      archived: row.archived_at !== null,
      isDefault: row.is_default === 1,
    }
    if (generation !== this.#generation) return facts
    if (this.#known.size >= mostRemembered) this.#known.clear()
    this.#known.set(facts.id, facts)
    this.#known.set(facts.slug, facts)
    return facts
  }

  async default(): Promise<WorkspaceFacts | undefined> {
    const row = await this.#reader.get(findDefault, {})
    return row && this.find(row.id)
  }

  forget(): void {
    this.#generation += 1
    this.#known.clear()
  }
}
