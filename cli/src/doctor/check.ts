// One finding of mission doctor.

export type Finding = 'fine' | 'mind' | 'wrong'

export interface Check {
  /** What was looked at, in a word or two. */
  readonly name: string
  readonly finding: Finding
  /** What was found. */
  readonly message: string
  /** What to do about it; null where nothing is to be done. */
  readonly advice: string | null
}

export const fine = (name: string, message: string): Check => ({ name, finding: 'fine', message, advice: null })

export const mind = (name: string, message: string, advice: string): Check => ({
  name,
  finding: 'mind',
  message,
  advice,
})

export const wrong = (name: string, message: string, advice: string): Check => ({
  name,
  finding: 'wrong',
  message,
  advice,
})
