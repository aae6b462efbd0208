// The way of every request: match, recognise, authorise, validate, run as a unit of work, answer in the envelope.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import { asAppError, errorJson, sendJson, successJson } from './answer.ts'
import type { Authenticator } from './authenticate.ts'
import { authorise } from './authorise.ts'
import type { Clock } from './clock.ts'
import { contract, type Operation, type OperationId, operationTable } from './contract.ts'
import { sendDownload } from './download.ts'
import { AppError, shorten } from './errors.ts'
import { type IdempotentRequest, InFlight, idempotentRequest, recallAnswer, rememberAnswer } from './idempotency.ts'
import { newId } from './ids.ts'
import { listName, openCursor, type Page, sealCursor } from './pages.ts'
import { actorOf, principalId } from './principal.ts'
import { parseBody, readRawBody } from './request-body.ts'
import type { Call, Route, Routes, Units } from './route.ts'
import { Router } from './router.ts'
import { type Store, systemWorkspaceId, type Tx } from './store/store.ts'
import { dropRest, sayContinue, uploadOf } from './upload.ts'
import { validateBody, validateParameters, withHeaders } from './validate.ts'
import type { Workspaces } from './workspaces.ts'

export interface DispatchDeps {
  readonly store: Store
  readonly clock: Clock
  readonly authenticator: Authenticator
  readonly workspaces: Workspaces
  readonly logger: Logger
  /** Who asks: the socket's address, or what a trusted proxy says. */
  readonly addressOf: (request: IncomingMessage) => string
}

type AnyCall = Call<OperationId>
interface Answered {
  readonly status: number
  readonly json: string
}

const noBody = Buffer.alloc(0)
const pages = new Set(operationTable.filter(answersWithPage).map(({ id }) => id))

/** @returns a handler for paths under /api/v1, given without that prefix. */
export function createDispatcher(routes: Routes, deps: DispatchDeps) {
  const router = new Router(operationTable)
  const inFlight = new InFlight()
  assertEachOperationHasOneHandler(routes)

  async function dispatch(request: IncomingMessage, response: ServerResponse, url: string): Promise<void> {
    const requestId = newId('req', deps.clock.now())
    const responseHeaders: Record<string, string> = { 'X-Request-Id': requestId }
    try {
      const answered = await answer(request, response, url, requestId, responseHeaders)
      if (answered) sendJson(response, answered.status, answered.json, responseHeaders)
    } catch (thrown) {
      const error = asAppError(thrown)
      if (error.status >= 500)
        deps.logger.error({ err: error.cause ?? error, requestId, method: request.method }, error.message)
      sendJson(response, error.status, errorJson(error, requestId), { ...responseHeaders, ...error.headers })
      dropRest(request)
    }
  }

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    url: string,
    requestId: string,
    responseHeaders: Record<string, string>,
  ): Promise<Answered | null> {
    const { operation, pathParams, search } = find(request, url)
    // Read at once: a body that nobody reads would block the connection.
    const reading = hasNoJson(operation) ? Promise.resolve(noBody) : readRawBody(request)
    reading.catch(() => {})
    if (!operation.takesBytes) sayContinue(request, response)
    const query = queryOf(search)
    const principal = await deps.authenticator.principalOf(request.headers)
    const workspaceId = await authorise(
      operation,
      principal,
      { headers: request.headers, workspaceInPath: pathParams.workspaceId ?? workspaceInLink(operation, query) },
      deps.workspaces,
    )
    await refuseArchived(operation, workspaceId)
    const raw = await reading
    const params = validateParameters(operation, withHeaders(operation, { ...query, ...pathParams }, request.headers))
    const list = pages.has(operation.id) ? listName(operation.id, params) : null
    if (list !== null && params.cursor !== undefined) params.cursor = openCursor(list, String(params.cursor))
    const body = validateBody(operation, parseBody(request, raw) ?? (operation.body?.required ? undefined : {}))
    const idempotent = idempotentRequest(operation, request.headers['idempotency-key'], {
      principal: principalId(principal),
      workspaceId,
      url,
      raw,
    })
    let signal: AbortSignal | undefined
    const call = {
      params,
      body,
      principal,
      actor: actorOf(principal),
      workspaceId,
      requestId,
      // Few operations ask for it.
      get address() {
        return deps.addressOf(request)
      },
      headers: request.headers,
      hasHungUp: () => response.destroyed && !response.writableFinished,
      // Made for the few that wait: a controller for each request would be felt.
      get signal() {
        signal ??= hangUpSignal(response)
        return signal
      },
      responseHeaders,
    } as unknown as AnyCall
    const route = routes[operation.id] as Route<OperationId>
    if ('stream' in route) {
      await route.stream({ request, response }, call)
      return null
    }
    if ('download' in route) {
      const download = await durably(route.download(deps.store.reader, call))
      await sendDownload(response, request.headers, download, responseHeaders)
      return null
    }
    if ('receive' in route) {
      return success(operation, await route.receive(unitsOf(call), call, uploadOf(request, response)))
    }
    if ('read' in route) return success(operation, await durably(route.read(deps.store.reader, call)), list)
    if ('wait' in route) return success(operation, await route.wait(unitsOf(call), call), list)
    return runUnit(operation, call, idempotent, route)
  }

  /** What a power cut would still undo is shown to nobody. */
  async function durably<T>(reading: Promise<T>): Promise<T> {
    const answer = await reading
    await deps.store.durable()
    return answer
  }

  async function runUnit(
    operation: Operation,
    call: AnyCall,
    idempotent: IdempotentRequest | null,
    route: { write(tx: Tx, call: AnyCall): Promise<unknown> },
  ): Promise<Answered> {
    const leave = idempotent && inFlight.enter(idempotent)
    try {
      return await unitsOf(call).write(async (tx) => {
        const known = idempotent && (await recallAnswer(tx, idempotent))
        if (known) {
          call.responseHeaders['Idempotency-Replayed'] = 'true'
          return known
        }
        const answered = success(operation, await route.write(tx, call))
        if (idempotent) await rememberAnswer(tx, idempotent, answered)
        return answered
      })
    } finally {
      leave?.()
    }
  }

  function unitsOf(call: AnyCall): Units {
    const context = { workspaceId: call.workspaceId || systemWorkspaceId, actor: call.actor }
    return {
      reader: deps.store.reader,
      write: (unit) =>
        deps.store.write(context, (tx) => {
          if (call.hasHungUp()) throw new AppError('shutting_down', 'the caller hung up before this was done')
          return unit(tx)
        }),
    }
  }

  function find(request: IncomingMessage, url: string) {
    const questionMark = url.indexOf('?')
    const path = questionMark === -1 ? url : url.slice(0, questionMark)
    const match = router.match(request.method ?? 'GET', path)
    if (match.operation) {
      return {
        operation: match.operation,
        pathParams: match.params,
        search: questionMark === -1 ? '' : url.slice(questionMark + 1),
      }
    }
    if (match.allowed.length === 0) throw new AppError('route_not_found', `nothing is at /api/v1${shorten(path)}`)
    throw new AppError('method_not_allowed', `/api/v1${shorten(path)} does not take ${request.method}`, {
      headers: { Allow: match.allowed.join(', ') },
      details: { allowed: match.allowed },
    })
  }

  async function refuseArchived(operation: Operation, workspaceId: string): Promise<void> {
    // Work already begun may be finished, and its usage reported: the contract says which operations are refused.
    if (workspaceId === '' || !operation.errors.includes('workspace_archived')) return
    const workspace = await deps.workspaces.find(workspaceId)
    if (workspace?.archived) throw new AppError('workspace_archived', `the workspace '${workspace.slug}' is archived`)
  }

  return dispatch
}

function success(operation: Operation, answer: unknown, list: string | null = null): Answered {
  if (list === null) return { status: operation.successStatus, json: successJson(answer, false) }
  const sealed = sealCursor(list, answer as { page: Page })
  return { status: operation.successStatus, json: successJson(sealed, true) }
}

function queryOf(search: string): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = Object.create(null)
  if (search === '') return values
  for (const [name, value] of new URLSearchParams(search)) {
    const before = values[name]
    values[name] = before === undefined ? value : [before, value].flat()
  }
  return values
}

const hasNoJson = ({ method, takesBytes }: Operation): boolean => method === 'GET' || takesBytes

/** A link sends no header: where an operation is made to be linked to, its address may name the workspace. */
function workspaceInLink({ parameters }: Operation, { workspace }: Record<string, string | string[]>) {
  if (typeof workspace !== 'string' || workspace === '') return undefined
  return parameters.some(({ name, in: place }) => name === 'workspace' && place === 'query') ? workspace : undefined
}

function hangUpSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController()
  if (response.destroyed && !response.writableFinished) controller.abort()
  response.on('close', () => {
    if (!response.writableFinished) controller.abort()
  })
  return controller.signal
}

function answersWithPage({ path, method, successStatus }: Operation): boolean {
  const operation = contract.paths[path]![method.toLowerCase()] as { responses: Record<string, unknown> }
  const response = operation.responses[successStatus] as {
    content?: Record<string, { schema?: { properties?: object } }>
  }
  return 'page' in (response.content?.['application/json']?.schema?.properties ?? {})
}

function assertEachOperationHasOneHandler(routes: Routes): void {
  const missing = operationTable.filter(({ id }) => !routes[id]).map(({ id }) => id)
  if (missing.length > 0) throw new Error(`no handler for: ${missing.join(', ')}`)
  const known = new Set<string>(operationTable.map(({ id }) => id))
  const strangers = Object.keys(routes).filter((id) => !known.has(id))
  if (strangers.length > 0) throw new Error(`handlers of no operation: ${strangers.join(', ')}`)
}
