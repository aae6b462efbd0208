// What there would be to do for an agent, for its heartbeat.
export { hasWorkFor } from './claim-service.ts'
export { type ClaimantRow as Claimant, findClaimant } from './claim-store.ts'
