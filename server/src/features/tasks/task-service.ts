// What other features may do with tasks.

export {
  type Claim,
  expireIfOver,
  findHolder,
  heldLease,
  loadHeldTask,
  lossReason,
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
