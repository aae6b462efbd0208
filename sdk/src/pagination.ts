// Lists: a page that knows the next one, and a request for the first that can be awaited or walked through.
import type { Page } from './generated/openapi.ts'
import type { Paged, PageOf } from './resource-types.ts'

/** Gets one page; without a cursor the first. */
export type LoadPage<T> = (cursor?: string) => Promise<{ data: T[]; page: Page }>

/** Asks for nothing until it is awaited or iterated. */
export function paged<T>(load: LoadPage<T>): Paged<T> {
  let first: Promise<PageOf<T>> | undefined
  const firstPage = () => {
    first ??= loadPage(load)
    return first
  }
  return {
    // biome-ignore lint/suspicious/noThenProperty: a list is meant to be awaited
    then: (onFulfilled, onRejected) => firstPage().then(onFulfilled, onRejected),
    catch: (onRejected) => firstPage().catch(onRejected),
    finally: (onSettled) => firstPage().finally(onSettled),
    async *[Symbol.asyncIterator]() {
      yield* await firstPage()
    },
  }
}

async function loadPage<T>(load: LoadPage<T>, cursor?: string): Promise<PageOf<T>> {
  const { data, page } = await load(cursor)
  return {
    data,
    page,
    nextPage: async () => (page.nextCursor === null ? null : loadPage(load, page.nextCursor)),
    async *[Symbol.asyncIterator]() {
      // Not by recursion: a list of a million entries would be a million generators deep.
      for (let current: PageOf<T> | null = this as PageOf<T>; current; current = await current.nextPage())
        yield* current.data
    },
  }
}
