// Puts the server together from its parts; it reads no environment and does not listen.
import type { RequestListener } from 'node:http'
import express, { type Express } from 'express'
import type { Logger } from 'pino'
import { allRoutes } from './features/routes.ts'
import type { FilesDeps } from './files/files.ts'
import type { Packages } from './files/packages.ts'
import { createScheduler, type Scheduler } from './jobs/scheduler.ts'
import { asAppError, errorJson, sendJson } from './kernel/answer.ts'
import { Authenticator } from './kernel/authenticate.ts'
import type { Blobs } from './kernel/blobs.ts'
import type { Clock } from './kernel/clock.ts'
import { createDispatcher } from './kernel/dispatch.ts'
import { AppError, shorten } from './kernel/errors.ts'
import { EventFeed } from './kernel/event-feed.ts'
import { newId } from './kernel/ids.ts'
import type { Kernel } from './kernel/kernel.ts'
import type { Store } from './kernel/store/store.ts'
import { addressReader } from './kernel/trusted-proxies.ts'
import { sayContinue } from './kernel/upload.ts'
import { WorkSignals } from './kernel/work-signals.ts'
import { Workspaces } from './kernel/workspaces.ts'

export interface AppDeps {
  readonly store: Store
  readonly clock: Clock
  readonly logger: Logger
  /** How others reach this server, once it listens. */
  readonly publicUrl: () => string
  readonly packages: Packages
  /** Where the bytes of files lie. */
  readonly blobs: Blobs
  /** The page, the contract and its viewer, the skill, the packages: `serveFiles`. @default none of these */
  readonly serveFiles?: ((http: Express, deps: FilesDeps) => void) | undefined
  /** Proxies whose X-Forwarded-For counts, as Express's `trust proxy` takes them. @default none */
  readonly trustedProxies?: readonly string[]
}

export interface App {
  readonly http: RequestListener
  readonly kernel: Kernel
  readonly scheduler: Scheduler
  /** Answers those who wait, and starts no more sweeps. */
  shutDown(): Promise<void>
}

const apiPath = /^\/api\/v1(?=[/?]|$)/

export async function createApp(deps: AppDeps): Promise<App> {
  const shutdown = new AbortController()
  const authenticator = new Authenticator(deps.store.reader, deps.clock)
  const workspaces = new Workspaces(deps.store.reader)
  const forgetIdentity = () => {
    authenticator.forget()
    workspaces.forget()
  }
  const kernel: Kernel = {
    ...deps,
    authenticator,
    workspaces,
    feed: new EventFeed(),
    signals: new WorkSignals(),
    shutdown: shutdown.signal,
    forgetIdentity,
  }
  deps.store.onEvents((events) => kernel.feed.publish(events))
  deps.store.onRollback(forgetIdentity)
  deps.store.onEffectFailure((error) => deps.logger.error({ err: error }, 'what follows a change failed'))

  const addressOf = addressReader(deps.trustedProxies ?? [])
  const dispatch = createDispatcher(allRoutes(kernel), { ...kernel, addressOf })
  const pages = servePages(deps, shutdown.signal)
  const scheduler = await createScheduler(kernel)
  return {
    // Express wraps each request it sees, which costs as much again as Node's own HTTP: the API goes past it.
    http(request, response) {
      const url = originForm(request.url ?? '/')
      if (apiPath.test(url)) void dispatch(request, response, url.slice('/api/v1'.length))
      else {
        sayContinue(request, response)
        pages(request, response)
      }
    },
    kernel,
    scheduler,
    async shutDown() {
      shutdown.abort()
      kernel.signals.wakeAll({})
      await scheduler.stop()
    },
  }
}

/** A client that takes this server for a proxy names it in the request line. */
function originForm(url: string): string {
  if (url.startsWith('/') || !URL.canParse(url)) return url
  const { pathname, search } = new URL(url)
  return pathname + search
}

/** Everything that is no operation: the page, its files, the skill, the packages, and whether the server is well. */
function servePages(deps: AppDeps, shutdown: AbortSignal): Express {
  const http = express()
  http.disable('x-powered-by')
  http.disable('etag')
  http.get('/healthz', (_request, response) => sendJson(response, 200, '{"status":"ok"}', {}))
  http.get('/readyz', async (_request, response) => {
    const ready = !shutdown.aborted
    sendJson(response, ready ? 200 : 503, JSON.stringify({ status: ready ? 'ready' : 'shutting down' }), {})
  })
  deps.serveFiles?.(http, deps)
  http.use((request, response) => {
    const error = new AppError('route_not_found', `nothing is at ${shorten(request.path)}`)
    sendJson(response, error.status, errorJson(error, newId('req', deps.clock.now())), {})
  })
  const answerFailure: express.ErrorRequestHandler = (failure, request, response, _next) => {
    const requestId = newId('req', deps.clock.now())
    // What static files refuse (a range, a precondition) carries its status; it has no code of the contract.
    const status = (failure as { status?: number }).status ?? 500
    const error = asAppError(
      status < 500 ? new AppError('route_not_found', `${shorten(request.path)} cannot be had like this`) : failure,
    )
    if (error.status >= 500) deps.logger.error({ err: failure, requestId }, error.message)
    response.removeHeader('Cache-Control')
    sendJson(response, status < 500 ? status : error.status, errorJson(error, requestId), {})
  }
  http.use(answerFailure)
  return http
}
