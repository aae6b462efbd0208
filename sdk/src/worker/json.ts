// What becomes of a value that is kept as JSON: said by its type, and refused where JSON would silently empty it.

type AnyFunction = (...given: never) => unknown

/** Left out of objects. */
type Dropped = undefined | symbol | AnyFunction

/** Of which JSON makes `{}`, or nothing one could read again. */
type Emptied = bigint | ReadonlyMap<unknown, unknown> | ReadonlySet<unknown> | RegExp | ArrayBuffer | ArrayBufferView

type KeptKey<K, V> = K extends symbol ? never : unknown extends V ? K : [V] extends [Dropped] ? never : K

type KeptField<V> = V extends undefined ? V : JsonOf<V>

/**
 * What comes back of a `T` that was kept as JSON: a `Date` as the text its `toJSON` gives, nothing as null, objects
 * without what is no data. `never` is what is refused, such as a `Map`.
 *
 * @example
 * ```ts
 * import type { JsonOf } from '@mission-control/sdk'
 *
 * const commit: JsonOf<{ id: string; at: Date }> = await ctx.step('commit', () => ({ id: 'a1', at: new Date() }))
 * console.log(new Date(commit.at).getFullYear())
 * ```
 */
export type JsonOf<T> = unknown extends T
  ? T
  : T extends { toJSON(...given: never): infer J }
    ? JsonOf<J>
    : T extends string | number | boolean | null
      ? T
      : T extends void
        ? null
        : T extends symbol | AnyFunction
          ? null
          : T extends Emptied
            ? never
            : T extends readonly unknown[]
              ? { [K in keyof T]: JsonOf<T[K]> }
              : { [K in keyof T as KeptKey<K, T[K]>]: KeptField<T[K]> }

/**
 * @param name of the step, for the error
 * @returns the result as it comes back from the server
 * @throws TypeError if JSON cannot hold it, or would silently make nothing of something
 */
export function asJson(what: string, value: unknown): unknown {
  let text: string | undefined
  try {
    text = JSON.stringify(value ?? null, refuseEmptied)
  } catch (error) {
    throw new TypeError(`${what} is no JSON: ${(error as Error).message}.`, { cause: error })
  }
  if (text === undefined) throw new TypeError(`${what} is no JSON: it is a ${typeof value}.`)
  return JSON.parse(text)
}

/** Sees each value after its `toJSON`, if it has one. */
function refuseEmptied(key: string, value: unknown): unknown {
  const what = emptiedName(value)
  if (what === undefined) return value
  const where = key === '' ? 'it' : `its '${key}'`
  throw new TypeError(`${where} is ${what}, which would be lost; give plain objects, arrays, texts and numbers`)
}

function emptiedName(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : String(value)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === null || prototype === Object.prototype) return undefined
  const isEmptied =
    value instanceof Map ||
    value instanceof Set ||
    value instanceof Error ||
    ArrayBuffer.isView(value) ||
    Object.keys(value).length === 0
  return isEmptied ? `a ${value.constructor?.name || 'thing of a class'}` : undefined
}

/** A request whose payload is what people will see: what JSON would lose of it is refused. */
export function withPayload<R extends { payload?: object }>(request: R): R & { payload?: Record<string, unknown> } {
  if (request.payload === undefined) return request as R & { payload?: undefined }
  return { ...request, payload: asJson('The payload', request.payload) as Record<string, unknown> }
}
