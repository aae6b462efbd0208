// When a failed attempt may be tried again.
const firstDelaySeconds = 10
const longestDelaySeconds = 3600

/** Doubles from ten seconds with each attempt, up to an hour; what the agent asked for wins. */
export function retryDelaySeconds(attempts: number, asked: number | null): number {
  return asked ?? Math.min(firstDelaySeconds * 2 ** (attempts - 1), longestDelaySeconds)
}

export const attemptsLeft = (attempts: number, maxAttempts: number): boolean => attempts < maxAttempts
