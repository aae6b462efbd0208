// Whether a claim still holds: decided from the facts in each write, never by a sweep.
export interface LeaseFacts {
  readonly agentId: string
  readonly fence: number
  readonly expiresAt: number
}

export type LeaseVerdict = 'held' | 'expired' | 'not_yours'

export function judgeLease(
  lease: LeaseFacts | undefined,
  claim: { readonly agentId: string; readonly fence: number },
  now: number,
): LeaseVerdict {
  if (!lease || lease.agentId !== claim.agentId || lease.fence !== claim.fence) return 'not_yours'
  return now < lease.expiresAt ? 'held' : 'expired'
}

/** Renewing at a third of the lease leaves two tries before it is lost. */
export const renewEverySeconds = (leaseSeconds: number): number => Math.max(1, Math.floor(leaseSeconds / 3))
