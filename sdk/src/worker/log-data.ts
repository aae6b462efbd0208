// Errors among the data a handler logs, made into what JSON can hold: it makes {} of them, and they are why one logs.

/** The server takes no more. */
const mostBytes = 4096
/** Tried one after the other, in characters: how much of a message and of a stack is kept. */
const lengths = [3000, 1000, 300, 100]
const deepest = 5

/** The same data, or a copy of it in which each error is `{ name, message, stack }`, cut so that it fits; never throws. */
export function logData(data: Record<string, unknown>): Record<string, unknown> {
  try {
    let copy = data
    for (const length of lengths) {
      copy = withPlainErrors(data, length, deepest) as Record<string, unknown>
      if (copy === data || bytesOf(copy) <= mostBytes) break
    }
    return copy
  } catch {
    // It is no JSON for another reason: who sends it says which.
    return data
  }
}

function withPlainErrors(value: unknown, length: number, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth === 0 || 'toJSON' in value) return value
  if (value instanceof Error) {
    const { name, message, stack } = value
    return { name: cut(name, 100), message: cut(message, length), ...(stack && { stack: cut(stack, length) }) }
  }
  const plain = (inner: unknown) => withPlainErrors(inner, length, depth - 1)
  if (Array.isArray(value)) {
    const copy = value.map(plain)
    return copy.some((inner, index) => inner !== value[index]) ? copy : value
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && prototype !== Object.prototype) return value
  const entries = Object.entries(value).map(([key, inner]) => ({ key, inner, now: plain(inner) }))
  return entries.some(({ inner, now }) => inner !== now)
    ? Object.fromEntries(entries.map(({ key, now }) => [key, now]))
    : value
}

/** Half a character at the end would be refused. */
const cut = (text: unknown, length: number): string => String(text).slice(0, length).toWellFormed()

const bytesOf = (data: object): number => new TextEncoder().encode(JSON.stringify(data)).length
