// Looks at things nobody has vouched for: packages are recognised by what they look like, answers may be anything.

export type Loose = Record<PropertyKey, unknown>

export type Call = (...args: unknown[]) => unknown

/** Any object or function; undefined for everything else. */
export const loose = (value: unknown): Loose | undefined =>
  (typeof value === 'object' && value !== null) || typeof value === 'function' ? (value as Loose) : undefined

export const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined)

export const isCall = (value: unknown): value is Call => typeof value === 'function'

/** Whether it has methods of these names. */
export const has = (value: unknown, ...methods: string[]): boolean => {
  const thing = loose(value)
  return thing !== undefined && methods.every((name) => isCall(thing[name]))
}

/** An object literal or the namespace of a module, never an instance of a class. */
export function isPlain(value: unknown): value is Loose {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

/**
 * The same thing with some members replaced. Methods run on the original, which may keep private fields.
 *
 * @param replace what stands in for a member, or undefined to leave it
 */
export function withMembers<T extends object>(thing: T, replace: (name: PropertyKey) => unknown): T {
  return new Proxy(thing, {
    get(target, name) {
      const replacement = replace(name)
      if (replacement !== undefined) return replacement
      const member: unknown = Reflect.get(target, name, target)
      return isCall(member) && name !== 'constructor' ? member.bind(target) : member
    },
    set: (target, name, value) => Reflect.set(target, name, value, target),
  })
}

/** Looks at each item on its way and at the end, however it ends. What `look` throws is dropped: it only watches. */
export function watch<T>(
  items: AsyncIterator<T>,
  look: (item: T) => void,
  end: () => void,
): Required<AsyncIterator<T>> {
  const seen = (result: IteratorResult<T>) => {
    quietly(() => (result.done ? end() : look(result.value)))
    return result
  }
  const failed = (error: unknown): never => {
    quietly(end)
    throw error
  }
  return {
    next: (...args) => items.next(...args).then(seen, failed),
    return: async (value) => {
      quietly(end)
      return items.return ? items.return(value).then(seen, failed) : { done: true, value: await value }
    },
    throw: (error) => (items.throw ? items.throw(error).then(seen, failed) : failed(error)),
  }
}

export function quietly(look: () => void): void {
  try {
    look()
  } catch {
    // Whoever only watches must not break what is watched.
  }
}
