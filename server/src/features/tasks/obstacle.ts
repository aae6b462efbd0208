// Why an agent may take nothing now, whatever there is to do.
import type { components } from '../../generated/openapi.ts'
import { AppError } from '../../kernel/errors.ts'
import type { ClaimantRow } from './claim-store.ts'

export type NoWorkReason = NonNullable<components['schemas']['ClaimAnswer']['reason']>

export interface Obstacle {
  readonly reason: NoWorkReason
  readonly message: string
  /** When to ask again; null: that is of no use. @default 1 */
  readonly retryAfterSeconds?: number | null
}

/** For what somebody has to change, nobody knows when. */
export const heldRetrySeconds = 15

export function obstacleOf(claimant: ClaimantRow | undefined, now: number): Obstacle | null {
  const held = (reason: NoWorkReason, message: string) => ({ reason, message, retryAfterSeconds: heldRetrySeconds })
  if (claimant?.status !== 'active')
    return { reason: 'deactivated', message: 'this agent is deactivated', retryAfterSeconds: null }
  const { hold_cause: cause, hold_reason: why } = claimant
  if (cause === 'budget') return held('budget_exhausted', why ?? 'the budget of this agent is used up')
  if (cause === 'provider') {
    const retryAfterSeconds = Math.max(1, Math.ceil(((claimant.hold_until ?? now) - now) / 1000))
    return { reason: 'provider_limited', message: why ?? 'the provider of this agent has a limit', retryAfterSeconds }
  }
  if (cause !== null) return held('paused', `this agent is paused${why ? `: ${why}` : ''}`)
  if (claimant.draining === 1) return held('draining', 'this agent is draining: it takes no new work')
  if (claimant.open_leases >= claimant.max_concurrent_tasks) {
    return held(
      'at_capacity',
      `this agent holds ${claimant.open_leases} of at most ${claimant.max_concurrent_tasks} tasks`,
    )
  }
  return null
}

export function refuseObstacle(obstacle: Obstacle | null): void {
  if (!obstacle) return
  const codes = {
    deactivated: 'agent_inactive',
    paused: 'agent_paused',
    draining: 'agent_paused',
    at_capacity: 'at_capacity',
    budget_exhausted: 'budget_exhausted',
    provider_limited: 'provider_limited',
    no_tasks: 'task_not_claimable',
  } as const
  const isTimed = obstacle.reason === 'provider_limited'
  const headers = isTimed ? { headers: { 'Retry-After': String(obstacle.retryAfterSeconds) } } : {}
  throw new AppError(codes[obstacle.reason], obstacle.message, headers)
}
