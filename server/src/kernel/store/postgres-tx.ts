// What reads and units of work see of PostgreSQL.
import type { Knex } from 'knex'
import type pg from 'pg'
import { bind, compile, type Params, type Query, type Row, sql } from './query.ts'
import type { Actor, EventDraft, Reader, Tx, UnitContext } from './store.ts'

type Connection = Pick<pg.PoolClient, 'query'>

const lockName = sql<{ name: string }>('select pg_advisory_xact_lock(hashtextextended(:name, 0))')

export class PostgresReader implements Reader {
  readonly #connection: Connection
  readonly #knex: Knex

  constructor(connection: Connection, knex: Knex) {
    this.#connection = connection
    this.#knex = knex
  }

  async get<P extends Params, R>(query: Query<P, R>, params: P): Promise<R | undefined> {
    return (await this.query(query, params)).rows[0] as R | undefined
  }

  async all<P extends Params, R>(query: Query<P, R>, params: P): Promise<R[]> {
    return (await this.query(query, params)).rows as R[]
  }

  async list<R = Row>(build: (knex: Knex) => Knex.QueryBuilder): Promise<R[]> {
    const { sql, bindings } = build(this.#knex).toSQL().toNative()
    return (await this.#connection.query(sql, bindings as unknown[])).rows as R[]
  }

  protected query(query: Query<never, unknown>, params: Params, suffix = ''): Promise<pg.QueryResult> {
    const compiled = compile(query, this.#knex)
    return this.#connection.query(compiled.sql + suffix, bind(compiled, params))
  }
}

export class PostgresTx extends PostgresReader implements Tx {
  readonly now: number
  readonly workspaceId: string
  readonly actor: Actor
  readonly events: EventDraft[] = []
  readonly effects: (() => void)[] = []
  #ended = false

  constructor(connection: Connection, knex: Knex, context: UnitContext, now: number) {
    super(connection, knex)
    this.now = now
    this.workspaceId = context.workspaceId
    this.actor = context.actor
  }

  async getForUpdate<P extends Params, R>(query: Query<P, R>, params: P): Promise<R | undefined> {
    return (await this.query(query, params, ' for update')).rows[0] as R | undefined
  }

  async getUnheld<P extends Params, R>(query: Query<P, R>, params: P): Promise<R | undefined> {
    return (await this.query(query, params, ' for update skip locked')).rows[0] as R | undefined
  }

  async holdName(name: string): Promise<void> {
    await this.get(lockName, { name })
  }

  async run<P extends Params>(query: Query<P, unknown>, params: P): Promise<number> {
    return (await this.query(query, params)).rowCount ?? 0
  }

  append(event: EventDraft): void {
    this.events.push(event)
  }

  afterCommit(effect: () => void): void {
    this.effects.push(effect)
  }

  end(): void {
    this.#ended = true
  }

  protected override query(query: Query<never, unknown>, params: Params, suffix = ''): Promise<pg.QueryResult> {
    if (this.#ended) throw new Error('this unit of work has ended')
    return super.query(query, params, suffix)
  }
}
