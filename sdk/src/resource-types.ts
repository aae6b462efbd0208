// The few words the generated resources are written in.
import type { Page } from './generated/openapi.ts'

/**
 * What a single call may be told beside its input.
 *
 * @example
 * ```ts
 * const signal = AbortSignal.timeout(60_000)
 * await missionControl.tasks.create({ title: 'Audit the licenses' }, { idempotencyKey: 'audit-2026-03', maxRetries: 8, signal })
 * ```
 */
export interface RequestOptions {
  /** Ends the call, also while it waits to try again; what the server did by then stays done. @default none */
  signal?: AbortSignal
  /**
   * How long one attempt may take, in milliseconds.
   * @default 40000, or `waitSeconds` + 15 seconds where the input has it
   */
  timeoutMs?: number
  /**
   * How often a failed attempt is repeated, if the operation may be repeated.
   * @default as the client was told, else 4
   */
  maxRetries?: number
  /**
   * Names the request, so that sending it again has no second effect. Only for operations that take one.
   * @default a random one for each call, the same for all its attempts
   */
  idempotencyKey?: string
  /** Fence of an agent's lease, for the operations on files, which take it beside their input. @default none */
  fence?: number
  /**
   * Id or slug of the workspace the call is about.
   * @default the workspace of the client
   */
  workspace?: string
}

/** What came back beside the data. */
export interface WithResponse<T> {
  /** What the call alone would have given. */
  data: T
  /** Status and headers of the answer; its body has been read. */
  response: Response
  /** Id of the request in the log of the server; null where a proxy took it away. */
  requestId: string | null
}

/**
 * A call on its way: `await` gets the data.
 *
 * @throws {@link MissionControlError} with the code of the server, or {@link ConnectionError} where it gave no proper
 * answer; the reason of `signal` once that is aborted
 */
export interface Call<T> extends Promise<T> {
  /**
   * The data with the answer it came in.
   *
   * @throws what the call throws
   * @example
   * ```ts
   * const { data, requestId } = await missionControl.tasks.get({ taskId }).withResponse()
   * console.log(data.task.state, requestId)
   * ```
   */
  withResponse(): Promise<WithResponse<T>>
}

/** One page of a list; `for await` goes on from it to the end of the list. */
export interface PageOf<T> extends AsyncIterable<T> {
  /** The entries of this page, at most `limit` of them. */
  readonly data: T[]
  /** Where this page stands in the list. */
  readonly page: Page
  /**
   * Gets the page after this one; null after the last.
   *
   * @throws what the call throws
   * @example
   * ```ts
   * const first = await missionControl.tasks.list({ limit: 20 })
   * console.log(first.data.length, first.page.nextCursor)
   * const second = await first.nextPage()
   * console.log(second?.data.length ?? 'That was all.')
   * ```
   */
  nextPage(): Promise<PageOf<T> | null>
}

/**
 * A list that nobody has asked for yet: `await` gets its first page, `for await` walks through all entries of all pages.
 *
 * @throws as a {@link Call}, for each page
 * @example
 * ```ts
 * for await (const task of missionControl.tasks.list({ state: ['ready'] })) console.log(task.title)
 * ```
 */
export interface Paged<T> extends PromiseLike<PageOf<T>>, AsyncIterable<T> {
  /**
   * As `catch` of the promise of the first page.
   *
   * @example
   * ```ts
   * const first = await missionControl.tasks.list({ label: 'legal' }).catch((error) => {
   *   console.error(error)
   *   return undefined
   * })
   * console.log(first?.data.length ?? 'Nobody knows.')
   * ```
   */
  catch<R = never>(onRejected?: ((reason: unknown) => R | PromiseLike<R>) | null): Promise<PageOf<T> | R>
  /**
   * As `finally` of the promise of the first page.
   *
   * @example
   * ```ts
   * console.time('tasks')
   * await missionControl.tasks.list().finally(() => console.timeEnd('tasks'))
   * ```
   */
  finally(onSettled?: (() => void) | null): Promise<PageOf<T>>
  /**
   * The first page with the answer it came in.
   *
   * @throws what the call throws
   * @example
   * ```ts
   * const { data: first, response } = await missionControl.tasks.list({ state: ['ready'] }).withResponse()
   * console.log(first.data.length, response.status)
   * ```
   */
  withResponse(): Promise<WithResponse<PageOf<T>>>
}
