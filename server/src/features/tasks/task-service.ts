// What other features may do with tasks.
export { type Claim, endLeasesOfAgent, expireIfOver, expireLeasesOfAgent, heldLease, loadHeldTask, lossReason, requireLease } from './lease-service.ts'
export { type ClaimantRow as Claimant, findClaimant } from './claim-store.ts'
export { hasWorkFor } from './claim-service.ts'
export { moveTask } from './move-service.ts'
export { leasesOfAgent as leasesHeldBy, loadTask, renewLease, findExpiredLeases, type LeaseRow, type TaskRow } from './store.ts'

/** How long the agent that worked on a task goes first when it comes back. */
export const preferenceMilliseconds = 120_000
