// Whose measurement of the same thing stands.
const trust = ['agent', 'sdk', 'runner', 'provider'] as const

export type Origin = (typeof trust)[number]

export const isMoreTrusted = (one: Origin, other: Origin): boolean => trust.indexOf(one) > trust.indexOf(other)
