// Cursor pages: a cursor is the sort key of the last row seen, so pages neither skip nor repeat while rows come and go.
import { hash } from 'node:crypto'
import type { Knex } from 'knex'
import { AppError } from './errors.ts'
import type { Reader } from './store/store.ts'

export interface PageRequest {
  readonly limit?: number
  readonly cursor?: string
  readonly sort?: string
}

export interface Page {
  readonly nextCursor: string | null
  readonly hasMore: boolean
}

export interface Paged<T> {
  data: T[]
  page: Page
}

export interface ListOptions<Row, T> {
  readonly request: PageRequest
  /** Sort name on the wire (without its minus) to the column; the first is the default, newest first. */
  readonly sortable: Readonly<Record<string, keyof Row & string>>
  readonly defaultSort: string
  /** Makes rows unique within a sort key. @default id */
  readonly tieBreaker?: keyof Row & string
  readonly build: (knex: Knex) => Knex.QueryBuilder
  readonly toItem: (row: Row) => T
  /** The table the sort columns are of, where the query joins. */
  readonly table?: string
}

const defaultLimit = 50

export async function listPage<Row extends object, T>(reader: Reader, options: ListOptions<Row, T>): Promise<Paged<T>> {
  const limit = options.request.limit ?? defaultLimit
  const sort = options.request.sort ?? options.defaultSort
  const direction = sort.startsWith('-') ? 'desc' : 'asc'
  const column = options.sortable[sort.replace(/^-/, '')]!
  const tieBreaker = options.tieBreaker ?? ('id' as keyof Row & string)
  const prefix = options.table ? `${options.table}.` : ''
  const after = options.request.cursor === undefined ? null : decodeCursor(options.request.cursor, sort)
  const rows = await reader.list<Row>((knex) => {
    const query = options.build(knex)
    if (after) {
      query.whereRaw(`(??, ??) ${direction === 'desc' ? '<' : '>'} (?, ?)`, [
        prefix + column,
        prefix + tieBreaker,
        ...after,
      ])
    }
    query.orderBy(prefix + column, direction)
    if (tieBreaker !== column) query.orderBy(prefix + tieBreaker, direction)
    return query.limit(limit + 1)
  })
  const hasMore = rows.length > limit
  const shown = hasMore ? rows.slice(0, limit) : rows
  const last = shown.at(-1)
  return {
    data: shown.map(options.toItem),
    page: {
      hasMore,
      nextCursor: hasMore && last ? encodeCursor(sort, [last[column], last[tieBreaker]] as [never, never]) : null,
    },
  }
}

/** What a list was asked for: the operation and its parameters, but for how far and how much. */
export function listName(operationId: string, params: Readonly<Record<string, unknown>>): string {
  const { cursor: _cursor, limit: _limit, ...filters } = params
  return hash('sha256', JSON.stringify([operationId, Object.entries(filters).sort()]), 'base64url').slice(0, sealLength)
}

/** A cursor fits only the list it came from: on another one it would skip or repeat without a word. */
export function openCursor(list: string, cursor: string): string {
  if (cursor.startsWith(list)) return cursor.slice(sealLength)
  throw new AppError('invalid_cursor', 'this cursor belongs to another list, other filters or another sort')
}

export function sealCursor<T extends { readonly page: Page }>(list: string, answer: T): T {
  const { page } = answer
  if (page.nextCursor === null) return answer
  return { ...answer, page: { ...page, nextCursor: list + page.nextCursor } }
}

const sealLength = 8

type CursorKey = [string | number, string | number]

function encodeCursor(sort: string, key: CursorKey): string {
  return Buffer.from(JSON.stringify([sort, ...key])).toString('base64url')
}

function decodeCursor(cursor: string, sort: string): CursorKey {
  try {
    const [cursorSort, value, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[]
    const isKey = (part: unknown) => (typeof part === 'string' ? !part.includes('\0') : Number.isSafeInteger(part))
    if (cursorSort === sort && isKey(value) && isKey(id)) return [value, id] as CursorKey
  } catch {
    // Falls through to the one answer for every cursor that is not ours.
  }
  throw new AppError('invalid_cursor', 'this cursor belongs to no list sorted like this one')
}
