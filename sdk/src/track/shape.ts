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

export function quietly(look: () => void): void {
  try {
    look()
  } catch {
    // Whoever only watches must not break what is watched.
  }
}
