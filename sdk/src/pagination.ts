// Lists: a page that knows the next one, and a request for the first that can be awaited or walked through.
import type { Page } from './generated/openapi.ts'
import type { Paged, PageOf, WithResponse } from './resource-types.ts'
import type { Answer } from './transport.ts'

/** Gets one page; without a cursor the first. */
export type LoadPage<T> = (cursor?: string) => Promise<Answer & { data: T[]; page: Page }>

/** Asks for nothing until it is awaited or iterated. */
export function paged<T>(load: LoadPage<T>): Paged<T> {
  let first: Promise<Loaded<T>> | undefined
  const loaded = () => {
    first ??= loadPage(load)
    return first
  }
  const firstPage = () => loaded().then(([page]) => page)
  return {
    // biome-ignore lint/suspicious/noThenProperty: a list is meant to be awaited
    then: (onFulfilled, onRejected) => firstPage().then(onFulfilled, onRejected),
    catch: (onRejected) => firstPage().catch(onRejected),
    finally: (onSettled) => firstPage().finally(onSettled),
    withResponse: () => loaded().then(([page, answer]) => withResponse(answer, page)),
    async *[Symbol.asyncIterator]() {
      yield* await firstPage()
    },
  }
}

export const withResponse = <T>({ response }: Answer, data: T): WithResponse<T> => ({
  data,
  response,
  requestId: response.headers.get('X-Request-Id'),
})

type Loaded<T> = readonly [PageOf<T>, Answer]

async function loadPage<T>(load: LoadPage<T>, cursor?: string): Promise<Loaded<T>> {
  const answer = await load(cursor)
  const { data, page } = answer
  const loaded: PageOf<T> = {
    data,
    page,
    nextPage: async () => (page.nextCursor === null ? null : (await loadPage(load, page.nextCursor))[0]),
    async *[Symbol.asyncIterator]() {
      // Not by recursion: a list of a million entries would be a million generators deep.
      for (let current: PageOf<T> | null = this as PageOf<T>; current; current = await current.nextPage())
        yield* current.data
    },
  }
  return [loaded, answer]
}
