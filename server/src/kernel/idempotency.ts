// The same request with the same Idempotency-Key has one effect and one answer, also when the server died in between.
import { hash } from 'node:crypto'
import type { Operation } from './contract.ts'
import { AppError } from './errors.ts'
import { sql } from './store/query.ts'
import type { Tx } from './store/store.ts'

const keptMilliseconds = 24 * 60 * 60 * 1000

export interface StoredAnswer {
  readonly status: number
  readonly json: string
}

export interface IdempotentRequest {
  readonly scopeHash: string
  readonly requestHash: string
}

interface Row {
  request_hash: string
  status: number
  response: string
  expires_at: number
}

const findAnswer = sql<{ scopeHash: string }, Row>(
  'select request_hash, status, response, expires_at from idempotency where scope_hash = :scopeHash',
)
const keepAnswer = sql<
  { scopeHash: string; requestHash: string; status: number; response: string; expiresAt: number },
  never
>(
  `insert into idempotency (scope_hash, request_hash, status, response, expires_at)
   values (:scopeHash, :requestHash, :status, :response, :expiresAt)
   on conflict (scope_hash) do update set request_hash = excluded.request_hash, status = excluded.status,
     response = excluded.response, expires_at = excluded.expires_at`,
)
export const dropExpiredAnswers = sql<{ now: number }, never>(
  'delete from idempotency where scope_hash in (select scope_hash from idempotency where expires_at <= :now limit 1000)',
)

/** @returns null where the operation takes no key or none was sent. */
export function idempotentRequest(
  operation: Operation,
  header: string | string[] | undefined,
  request: { principal: string; workspaceId: string; url: string; raw: Buffer },
): IdempotentRequest | null {
  if (operation.idempotency !== 'key' || header === undefined) return null
  const key = typeof header === 'string' ? header.replace(/^"(.*)"$/, '$1') : ''
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new AppError('idempotency_key_invalid', 'the Idempotency-Key is empty, too long or holds other characters')
  }
  return {
    scopeHash: hash('sha256', JSON.stringify([request.principal, request.workspaceId, operation.id, key])),
    requestHash: hash('sha256', Buffer.concat([Buffer.from(`${operation.method} ${request.url}\n`), request.raw])),
  }
}

/** Requests being worked on right now, by scope; the second of two at once is told to come again. */
export class InFlight {
  readonly #scopes = new Set<string>()

  enter({ scopeHash }: IdempotentRequest): () => void {
    if (this.#scopes.has(scopeHash)) {
      throw new AppError('request_in_flight', 'a request with this Idempotency-Key is still being worked on', {
        headers: { 'Retry-After': '1' },
      })
    }
    this.#scopes.add(scopeHash)
    return () => this.#scopes.delete(scopeHash)
  }
}

/** Inside the unit of work: the answer of the first time, or null for a first time. */
export async function recallAnswer(tx: Tx, request: IdempotentRequest): Promise<StoredAnswer | null> {
  const row = await tx.get(findAnswer, { scopeHash: request.scopeHash })
  if (!row || row.expires_at <= tx.now) return null
  if (row.request_hash !== request.requestHash) {
    throw new AppError('idempotency_conflict', 'this Idempotency-Key came before with another request')
  }
  return { status: row.status, json: row.response }
}

/** In the unit of work itself, so that the effect and the memory of it are one. */
export async function rememberAnswer(tx: Tx, request: IdempotentRequest, answer: StoredAnswer): Promise<void> {
  await tx.run(keepAnswer, {
    ...request,
    status: answer.status,
    response: withoutSecrets(answer.json),
    expiresAt: tx.now + keptMilliseconds,
  })
}

/** Secrets are shown once and never stored: a replay has null where the contract puts one. What callers name so is theirs. */
function withoutSecrets(json: string): string {
  if (!json.includes('"secret":"mc_')) return json
  const answer = JSON.parse(json) as { data: { secret?: unknown; key?: { secret?: unknown } } }
  if (typeof answer.data.secret === 'string') answer.data.secret = null
  if (typeof answer.data.key?.secret === 'string') answer.data.key.secret = null
  return JSON.stringify(answer)
}
