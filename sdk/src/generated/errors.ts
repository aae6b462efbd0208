// Generated from spec/ by npm run generate. Do not edit.
// Every error code the server may answer with.

/**
 * What the server may answer instead of data; what each means and what to do stands with its class.
 *
 * @example
 * ```ts
 * import { type ErrorCode, MissionControlError } from '@mission-control/sdk'
 *
 * const notNow: ErrorCode[] = ['at_capacity', 'agent_paused', 'provider_limited']
 * const isForLater = (error: unknown) =>
 *   error instanceof MissionControlError && notNow.some((code) => code === error.code)
 * ```
 */
export type ErrorCode =
  | 'malformed_request'
  | 'request_timeout'
  | 'headers_too_large'
  | 'invalid_json'
  | 'validation_failed'
  | 'unsupported_content_type'
  | 'payload_too_large'
  | 'payload_too_deep'
  | 'invalid_cursor'
  | 'range_not_satisfiable'
  | 'workspace_required'
  | 'idempotency_key_invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'insufficient_scope'
  | 'csrf_failed'
  | 'self_approval'
  | 'enrollment_invalid'
  | 'agent_inactive'
  | 'not_found'
  | 'route_not_found'
  | 'method_not_allowed'
  | 'invalid_transition'
  | 'lease_lost'
  | 'request_in_flight'
  | 'task_not_claimable'
  | 'at_capacity'
  | 'agent_paused'
  | 'provider_limited'
  | 'budget_exhausted'
  | 'capability_mismatch'
  | 'acceptance_failed'
  | 'open_children'
  | 'dependency_cycle'
  | 'version_conflict'
  | 'name_taken'
  | 'slug_taken'
  | 'already_decided'
  | 'already_voted'
  | 'last_admin'
  | 'default_workspace'
  | 'workspace_archived'
  | 'run_ended'
  | 'run_has_task'
  | 'limit_reached'
  | 'idempotency_conflict'
  | 'report_mismatch'
  | 'usage_too_late'
  | 'rate_limited'
  | 'registrations_full'
  | 'internal_error'
  | 'storage_unavailable'
  | 'shutting_down'

/** Those the very same call may get past later. */
export const retryableCodes: readonly string[] = [
  'request_timeout',
  'request_in_flight',
  'at_capacity',
  'agent_paused',
  'provider_limited',
  'rate_limited',
  'registrations_full',
  'internal_error',
  'storage_unavailable',
  'shutting_down',
]
