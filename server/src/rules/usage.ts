// Whose measurement of the same thing stands, and how fractions of a micro-dollar are rounded.
const trust = ['agent', 'sdk', 'runner', 'provider'] as const

export type Origin = (typeof trust)[number]

export const isMoreTrusted = (one: Origin, other: Origin): boolean => trust.indexOf(one) > trust.indexOf(other)

/** To whole micro-dollars; a millionth of one too much is only the float's own error. */
export const roundUp = (micros: number): number => Math.max(0, Math.ceil(micros - 1e-6))
