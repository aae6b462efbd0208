// What a unit of work sees of SQLite; once it has ended, a late call fails instead of landing in somebody else's unit.
import type { Knex } from 'knex'
import type { Params, Query, Row } from './query.ts'
import type { SqliteConnection } from './sqlite-connection.ts'
import type { Actor, EventDraft, Reader, Tx, UnitContext } from './store.ts'

export class SqliteReader implements Reader {
  protected readonly connection: SqliteConnection

  constructor(connection: SqliteConnection) {
    this.connection = connection
  }

  async get<P extends Params, R>(query: Query<P, R>, params: P): Promise<R | undefined> {
    return this.connection.get(query as Query<never, R>, params)
  }

  async all<P extends Params, R>(query: Query<P, R>, params: P): Promise<R[]> {
    return this.connection.all(query as Query<never, R>, params)
  }

  async list<R = Row>(build: (knex: Knex) => Knex.QueryBuilder): Promise<R[]> {
    return this.connection.list<R>(build)
  }
}

export class SqliteTx extends SqliteReader implements Tx {
  readonly now: number
  readonly workspaceId: string
  readonly actor: Actor
  readonly events: EventDraft[] = []
  readonly effects: (() => void)[] = []
  hasWritten = false
  #ended = false

  constructor(connection: SqliteConnection, context: UnitContext, now: number) {
    super(connection)
    this.now = now
    this.workspaceId = context.workspaceId
    this.actor = context.actor
  }

  override async get<P extends Params, R>(query: Query<P, R>, params: P): Promise<R | undefined> {
    this.#assertOpen()
    return this.connection.get(query as Query<never, R>, params)
  }

  override async all<P extends Params, R>(query: Query<P, R>, params: P): Promise<R[]> {
    this.#assertOpen()
    return this.connection.all(query as Query<never, R>, params)
  }

  override async list<R = Row>(build: (knex: Knex) => Knex.QueryBuilder): Promise<R[]> {
    this.#assertOpen()
    return this.connection.list<R>(build)
  }

  getForUpdate<P extends Params, R>(query: Query<P, R>, params: P): Promise<R | undefined> {
    return this.get(query, params)
  }

  getUnheld<P extends Params, R>(query: Query<P, R>, params: P): Promise<R | undefined> {
    return this.get(query, params)
  }

  async holdName(): Promise<void> {
    this.#assertOpen()
  }

  async run<P extends Params>(query: Query<P, unknown>, params: P): Promise<number> {
    this.#assertOpen()
    this.hasWritten = true
    return this.connection.run(query as Query<never, unknown>, params)
  }

  append(event: EventDraft): void {
    this.#assertOpen()
    this.events.push(event)
  }

  afterCommit(effect: () => void): void {
    this.#assertOpen()
    this.effects.push(effect)
  }

  end(): void {
    this.#ended = true
  }

  #assertOpen(): void {
    if (this.#ended) throw new Error('this unit of work has ended')
  }
}
