// Which claim classes an agent can take work of.
export interface ClaimClass {
  readonly id: string
  readonly type: string
  readonly capabilities: readonly string[]
}

export interface Seeker {
  readonly capabilities: ReadonlySet<string>
  /** Null: any type. */
  readonly types: ReadonlySet<string> | null
}

export function satisfies({ capabilities, types }: Seeker, wanted: ClaimClass): boolean {
  if (types && !types.has(wanted.type)) return false
  return wanted.capabilities.every((capability) => capabilities.has(capability))
}

export const missingCapabilities = (granted: ReadonlySet<string>, required: readonly string[]): string[] =>
  required.filter((capability) => !granted.has(capability))
