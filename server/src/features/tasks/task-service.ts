// What other features may do with tasks.
export { hasWorkFor } from './claim-service.ts'
export { type ClaimantRow as Claimant, findClaimant } from './claim-store.ts'
export {
  type Claim,
  expireIfOver,
  findHolder,
  heldLease,
  judgeClaim,
  loadHeldTask,
  requireLease,
} from './lease-service.ts'
export { moveTask } from './move-service.ts'
export {
  findExpiredLeases,
  findTask,
  leasesOfAgent as leasesHeldBy,
  loadTask,
  renewLease,
  type TaskRow,
} from './store.ts'

/** How long the agent that worked on a task goes first when it comes back. */
export const preferenceMilliseconds = 120_000
