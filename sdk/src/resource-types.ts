// The few words the generated resources are written in.
import type { Page } from './generated/openapi.ts'

export interface RequestOptions {
  /** Ends the call; what the server did by then stays done. */
  signal?: AbortSignal
  /**
   * How long one try may take, in seconds.
   * @default 30, or `waitSeconds` + 15 where the server waits for something to happen
   */
  timeoutSeconds?: number
  /**
   * Names the request, so that sending it again has no second effect. Only for operations that take one.
   * @default a random one for each call
   */
  idempotencyKey?: string
}

/** One page of a list. */
export interface PageOf<T> {
  data: T[]
  page: Page
}

/** A list: `await` gives its first page, `for await` walks through all entries of all pages. */
export interface Paged<T> extends PromiseLike<PageOf<T>>, AsyncIterable<T> {}
