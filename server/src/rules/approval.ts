// Who may decide what: GREEN needs nobody, YELLOW one person, RED two different people; one denial is enough.
export type Risk = 'GREEN' | 'YELLOW' | 'RED'

export const requiredVotes = (risk: Risk): number => (risk === 'RED' ? 2 : 1)

export interface Ballot {
  readonly required: number
  /** Users who have approved so far. */
  readonly approvedBy: readonly string[]
  /** The person who let the asking agent in. */
  readonly enrolledBy: string | null
}

export type Verdict = 'approved' | 'pending' | 'already_voted' | 'not_second_person'

export function castApproval({ required, approvedBy, enrolledBy }: Ballot, userId: string): Verdict {
  if (approvedBy.includes(userId)) return 'already_voted'
  const isSecond = approvedBy.length > 0
  if (required > 1 && isSecond && userId === enrolledBy) return 'not_second_person'
  return approvedBy.length + 1 >= required ? 'approved' : 'pending'
}

/** An approval or a question that is pending no more. */
export interface Settled {
  readonly kind: 'action' | 'budget' | 'question'
  readonly state: 'approved' | 'denied' | 'answered' | 'expired' | 'withdrawn'
  readonly onDenial: 'continue' | 'block'
}

/** Where a task goes once nothing is pending any more. */
export function moveAfterWaiting(
  settled: readonly Settled[],
  hasLease: boolean,
): 'resume_after_approval' | 'ready_after_approval' | 'block_after_denial' {
  // A question nobody answered forbids nothing: the agent goes on without.
  const refused = settled.filter(
    ({ kind, state }) => state === 'denied' || (state === 'expired' && kind !== 'question'),
  )
  if (refused.some(({ onDenial }) => onDenial === 'block')) return 'block_after_denial'
  if (hasLease) return 'resume_after_approval'
  return refused.length > 0 ? 'block_after_denial' : 'ready_after_approval'
}
