// How a feature binds its handlers to the contract: typed by operation id, exactly one for each.
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { operations } from '../generated/openapi.ts'
import type { OperationId } from './contract.ts'
import type { Download } from './download.ts'
import type { Principal } from './principal.ts'
import type { Actor, Reader, Tx } from './store/store.ts'
import type { Upload } from './upload.ts'

type Declared<Id extends OperationId> = operations[Id]
type Content<Response> = Response extends { content: { 'application/json': infer Body } } ? Body : never
type Success<Id extends OperationId> =
  Declared<Id> extends { responses: infer Responses }
    ? Responses extends { 200: infer Response }
      ? Content<Response>
      : Responses extends { 201: infer Response }
        ? Content<Response>
        : never
    : never

/** What a handler returns: the `data` of the envelope, and for lists the page beside it. */
export type Answer<Id extends OperationId> =
  Success<Id> extends { page: infer Page; data: infer Data }
    ? { data: Data; page: Page }
    : Success<Id> extends { data: infer Data }
      ? Data
      : never

type PathOf<Id extends OperationId> =
  Declared<Id> extends { parameters: { path: infer Path extends object } } ? Path : unknown
type QueryOf<Id extends OperationId> =
  Declared<Id> extends { parameters: { query?: infer Query } }
    ? [NonNullable<Query>] extends [never]
      ? unknown
      : NonNullable<Query>
    : unknown
type HeadersOf<Id extends OperationId> =
  Declared<Id> extends { parameters: { header?: infer Header } }
    ? [NonNullable<Header>] extends [never]
      ? unknown
      : NonNullable<Header>
    : unknown
type BodyOf<Id extends OperationId> =
  Declared<Id> extends { requestBody?: infer Body }
    ? [NonNullable<Body>] extends [never]
      ? undefined
      : Content<NonNullable<Body>>
    : undefined

/** One request that passed the gate: who asks, in which workspace, with what. */
export interface Call<Id extends OperationId = OperationId> {
  readonly params: PathOf<Id> & QueryOf<Id> & HeadersOf<Id>
  readonly body: BodyOf<Id>
  readonly principal: Principal
  readonly actor: Actor
  /** Empty where the operation needs no workspace and none was named. */
  readonly workspaceId: string
  readonly requestId: string
  readonly address: string
  readonly headers: IncomingHttpHeaders
  /** Whether the caller is gone and nobody would hear the answer. */
  hasHungUp(): boolean
  /** Aborted when the caller hangs up. */
  readonly signal: AbortSignal
  /** Sent with the answer, whatever it will be. */
  readonly responseHeaders: Record<string, string>
}

/** The bare exchange, for the handler that streams. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

/** What a handler that opens its own units of work may do with them. */
export interface Units {
  readonly reader: Reader
  write<T>(unit: (tx: Tx) => Promise<T>): Promise<T>
}

export type Route<Id extends OperationId> =
  /** Runs as one unit of work; the answer is durable before it is sent. */
  | { write(tx: Tx, call: Call<Id>): Promise<Answer<Id>> }
  /** Reads what is committed. */
  | { read(reader: Reader, call: Call<Id>): Promise<Answer<Id>> }
  /** Waits between units of work. */
  | { wait(units: Units, call: Call<Id>): Promise<Answer<Id>> }
  /** Takes the bytes of a file, which are still to come, and opens its own units of work. */
  | { receive(units: Units, call: Call<Id>, upload: Upload): Promise<Answer<Id>> }
  /** Answers with the bytes of a file. */
  | { download(reader: Reader, call: Call<Id>): Promise<Download> }
  /** Answers the exchange itself. */
  | { stream(exchange: Exchange, call: Call<Id>): Promise<void> }

export type Routes = { [Id in OperationId]?: Route<Id> }

/** Keeps the precise type of each handler while a feature writes them in one object. */
export const routes = <R extends Routes>(table: R): R => table
