// Generated from spec/ by npm run generate. Do not edit.
// A class for each error code.

/**
 * A class for each error code, for those who decide by `instanceof`.
 *
 * @packageDocumentation
 */
import { classOf } from '../errors.ts'

export { ConnectionError, LeaseLostError, MissionControlError } from '../errors.ts'

/**
 * `malformed_request`, 400: The request is not valid HTTP.
 *
 * Send it with an HTTP client, with the Host header, and with a body as long as its headers say.
 */
export const MalformedRequestError = classOf('malformed_request')
export type MalformedRequestError = InstanceType<typeof MalformedRequestError>

/**
 * `request_timeout`, 408: The request did not arrive in time.
 *
 * Send headers and body at once; whatever had not arrived whole has done nothing.
 */
export const RequestTimeoutError = classOf('request_timeout')
export type RequestTimeoutError = InstanceType<typeof RequestTimeoutError>

/**
 * `headers_too_large`, 431: The address and headers of the request are too long.
 *
 * Keep them below 16 kB together; put data into the body.
 */
export const HeadersTooLargeError = classOf('headers_too_large')
export type HeadersTooLargeError = InstanceType<typeof HeadersTooLargeError>

/**
 * `invalid_json`, 400: The body is not valid JSON.
 *
 * Send one JSON object in UTF-8, without numbers beyond the range of a double.
 */
export const InvalidJsonError = classOf('invalid_json')
export type InvalidJsonError = InstanceType<typeof InvalidJsonError>

/**
 * `validation_failed`, 400: The request does not fit its schema.
 *
 * Correct the fields named in details.issues and send the request again.
 */
export const ValidationFailedError = classOf('validation_failed')
export type ValidationFailedError = InstanceType<typeof ValidationFailedError>

/**
 * `unsupported_content_type`, 415: The content type of the body is not supported.
 *
 * Send the body as JSON with Content-Type: application/json.
 */
export const UnsupportedContentTypeError = classOf('unsupported_content_type')
export type UnsupportedContentTypeError = InstanceType<typeof UnsupportedContentTypeError>

/**
 * `payload_too_large`, 413: The body is too large.
 *
 * Shorten the texts, or put large data elsewhere and send a link to it.
 */
export const PayloadTooLargeError = classOf('payload_too_large')
export type PayloadTooLargeError = InstanceType<typeof PayloadTooLargeError>

/**
 * `payload_too_deep`, 400: The body is nested too deeply.
 *
 * Flatten the data to at most 32 levels.
 */
export const PayloadTooDeepError = classOf('payload_too_deep')
export type PayloadTooDeepError = InstanceType<typeof PayloadTooDeepError>

/**
 * `invalid_cursor`, 400: The cursor is not valid for this list.
 *
 * Start again without a cursor and keep filters and sort the same from page to page.
 */
export const InvalidCursorError = classOf('invalid_cursor')
export type InvalidCursorError = InstanceType<typeof InvalidCursorError>

/**
 * `range_not_satisfiable`, 416: The file has no such bytes.
 *
 * Ask for bytes within the size that Content-Range names, or without Range for the whole file.
 */
export const RangeNotSatisfiableError = classOf('range_not_satisfiable')
export type RangeNotSatisfiableError = InstanceType<typeof RangeNotSatisfiableError>

/**
 * `workspace_required`, 400: You belong to several workspaces and named none.
 *
 * Name one by its id or slug: in the header Mission-Control-Workspace, or as the option workspace of the SDK; GET /workspaces lists yours.
 */
export const WorkspaceRequiredError = classOf('workspace_required')
export type WorkspaceRequiredError = InstanceType<typeof WorkspaceRequiredError>

/**
 * `idempotency_key_invalid`, 400: The Idempotency-Key header is not valid.
 *
 * Use 1 to 255 printable ASCII characters, e.g. a UUID.
 */
export const IdempotencyKeyInvalidError = classOf('idempotency_key_invalid')
export type IdempotencyKeyInvalidError = InstanceType<typeof IdempotencyKeyInvalidError>

/**
 * `unauthenticated`, 401: The credential is missing, unknown, expired or revoked.
 *
 * Send a live key: in the header Authorization: Bearer mc_…, or as the option apiKey of the SDK; an agent without one registers with POST /agents/register.
 */
export const UnauthenticatedError = classOf('unauthenticated')
export type UnauthenticatedError = InstanceType<typeof UnauthenticatedError>

/**
 * `forbidden`, 403: Your role does not permit this.
 *
 * The operation's x-roles say who may; ask one of them, or an admin for the role.
 */
export const ForbiddenError = classOf('forbidden')
export type ForbiddenError = InstanceType<typeof ForbiddenError>

/**
 * `insufficient_scope`, 403: The key lacks the scope this operation needs.
 *
 * Use a key that has the scope named in the message.
 */
export const InsufficientScopeError = classOf('insufficient_scope')
export type InsufficientScopeError = InstanceType<typeof InsufficientScopeError>

/**
 * `csrf_failed`, 403: The X-CSRF-Token header is missing or does not belong to this session.
 *
 * Send the csrfToken that GET /sessions/current gives, from the page's own origin.
 */
export const CsrfFailedError = classOf('csrf_failed')
export type CsrfFailedError = InstanceType<typeof CsrfFailedError>

/**
 * `self_approval`, 403: You may not give the second vote on this request.
 *
 * Ask another person: the second vote on a RED request is not for the one who let the asking agent in.
 */
export const SelfApprovalError = classOf('self_approval')
export type SelfApprovalError = InstanceType<typeof SelfApprovalError>

/**
 * `enrollment_invalid`, 403: The enrollment token is unknown, used up, expired, revoked or for another workspace.
 *
 * Ask for a new enrollment token, or register without one and wait for approval.
 */
export const EnrollmentInvalidError = classOf('enrollment_invalid')
export type EnrollmentInvalidError = InstanceType<typeof EnrollmentInvalidError>

/**
 * `agent_inactive`, 403: The agent is deactivated.
 *
 * Stop working; a person with the role operator can reactivate it.
 */
export const AgentInactiveError = classOf('agent_inactive')
export type AgentInactiveError = InstanceType<typeof AgentInactiveError>

/**
 * `not_found`, 404: There is no such thing in this workspace.
 *
 * Check the id and the workspace it belongs to.
 */
export const NotFoundError = classOf('not_found')
export type NotFoundError = InstanceType<typeof NotFoundError>

/**
 * `route_not_found`, 404: There is no operation at this address.
 *
 * See the operations in /api/openapi.json; all paths begin with /api/v1.
 */
export const RouteNotFoundError = classOf('route_not_found')
export type RouteNotFoundError = InstanceType<typeof RouteNotFoundError>

/**
 * `method_not_allowed`, 405: This address does not take that method.
 *
 * Use one of the methods in the Allow header.
 */
export const MethodNotAllowedError = classOf('method_not_allowed')
export type MethodNotAllowedError = InstanceType<typeof MethodNotAllowedError>

/**
 * `invalid_transition`, 409: This is not possible in the present state.
 *
 * details.allowed names the states one may go to from here and who may; read the thing again before deciding.
 */
export const InvalidTransitionError = classOf('invalid_transition')
export type InvalidTransitionError = InstanceType<typeof InvalidTransitionError>

/**
 * `request_in_flight`, 409: The same request is still being worked on.
 *
 * Wait a second and send it again with the same Idempotency-Key.
 */
export const RequestInFlightError = classOf('request_in_flight')
export type RequestInFlightError = InstanceType<typeof RequestInFlightError>

/**
 * `task_not_claimable`, 409: The task cannot be claimed now.
 *
 * Only a ready task that is due and not assigned to another agent can be claimed; use POST /tasks/claim to get one.
 */
export const TaskNotClaimableError = classOf('task_not_claimable')
export type TaskNotClaimableError = InstanceType<typeof TaskNotClaimableError>

/**
 * `at_capacity`, 409: You hold as many tasks as you may.
 *
 * Finish or release one first, or ask an operator to raise maxConcurrentTasks.
 */
export const AtCapacityError = classOf('at_capacity')
export type AtCapacityError = InstanceType<typeof AtCapacityError>

/**
 * `agent_paused`, 409: The agent is paused.
 *
 * Keep sending heartbeats and claim again once the pause directive is gone.
 */
export const AgentPausedError = classOf('agent_paused')
export type AgentPausedError = InstanceType<typeof AgentPausedError>

/**
 * `provider_limited`, 409: The provider of this agent has reached its limit.
 *
 * Claim again when the limit resets; the message says when.
 */
export const ProviderLimitedError = classOf('provider_limited')
export type ProviderLimitedError = InstanceType<typeof ProviderLimitedError>

/**
 * `budget_exhausted`, 409: No room is left in a budget above this work.
 *
 * Wait for the next window of the budget, or ask an admin to raise it; the message names the budget.
 */
export const BudgetExhaustedError = classOf('budget_exhausted')
export type BudgetExhaustedError = InstanceType<typeof BudgetExhaustedError>

/**
 * `capability_mismatch`, 409: The agent lacks a capability the task requires.
 *
 * Claim another task, or ask an operator to grant the capability named in the message.
 */
export const CapabilityMismatchError = classOf('capability_mismatch')
export type CapabilityMismatchError = InstanceType<typeof CapabilityMismatchError>

/**
 * `acceptance_failed`, 422: The result is not what the task asks for.
 *
 * details.missing names each missing artifact and each place of the output that does not fit; mend them and hand it in again, the task is still yours.
 */
export const AcceptanceFailedError = classOf('acceptance_failed')
export type AcceptanceFailedError = InstanceType<typeof AcceptanceFailedError>

/**
 * `open_children`, 409: The task has children that are still open.
 *
 * Wait until all its children are done, closed, failed or canceled.
 */
export const OpenChildrenError = classOf('open_children')
export type OpenChildrenError = InstanceType<typeof OpenChildrenError>

/**
 * `dependency_cycle`, 409: The dependency would close a circle.
 *
 * Leave it out, or remove another dependency on the way named in the message.
 */
export const DependencyCycleError = classOf('dependency_cycle')
export type DependencyCycleError = InstanceType<typeof DependencyCycleError>

/**
 * `version_conflict`, 409: It was changed since you read it.
 *
 * Read it again, apply your change to what it is now, and send its new version.
 */
export const VersionConflictError = classOf('version_conflict')
export type VersionConflictError = InstanceType<typeof VersionConflictError>

/**
 * `name_taken`, 409: Another agent of the workspace has this name.
 *
 * Choose another name; if the agent is yours, use its key instead of registering again.
 */
export const NameTakenError = classOf('name_taken')
export type NameTakenError = InstanceType<typeof NameTakenError>

/**
 * `slug_taken`, 409: Another workspace has this slug.
 *
 * Choose another slug.
 */
export const SlugTakenError = classOf('slug_taken')
export type SlugTakenError = InstanceType<typeof SlugTakenError>

/**
 * `already_decided`, 409: This has been decided already.
 *
 * Read it to see what was decided and by whom.
 */
export const AlreadyDecidedError = classOf('already_decided')
export type AlreadyDecidedError = InstanceType<typeof AlreadyDecidedError>

/**
 * `already_voted`, 409: You have given your vote on this request already.
 *
 * RED needs two different people; ask another person for the second vote.
 */
export const AlreadyVotedError = classOf('already_voted')
export type AlreadyVotedError = InstanceType<typeof AlreadyVotedError>

/**
 * `last_admin`, 409: A workspace needs at least one admin.
 *
 * Make another member admin first.
 */
export const LastAdminError = classOf('last_admin')
export type LastAdminError = InstanceType<typeof LastAdminError>

/**
 * `default_workspace`, 409: The default workspace cannot be archived.
 *
 * Make another workspace the default first.
 */
export const DefaultWorkspaceError = classOf('default_workspace')
export type DefaultWorkspaceError = InstanceType<typeof DefaultWorkspaceError>

/**
 * `workspace_archived`, 409: The workspace is archived and takes no changes.
 *
 * Reading still works; do new work in another workspace.
 */
export const WorkspaceArchivedError = classOf('workspace_archived')
export type WorkspaceArchivedError = InstanceType<typeof WorkspaceArchivedError>

/**
 * `run_ended`, 409: The run has ended already.
 *
 * Read the run to see how it ended; usage can still be reported for seven days.
 */
export const RunEndedError = classOf('run_ended')
export type RunEndedError = InstanceType<typeof RunEndedError>

/**
 * `run_has_task`, 409: This run belongs to a task and ends with it.
 *
 * End it through its task: complete, fail or release.
 */
export const RunHasTaskError = classOf('run_has_task')
export type RunHasTaskError = InstanceType<typeof RunHasTaskError>

/**
 * `limit_reached`, 409: A limit of the workspace is reached.
 *
 * The message names the limit and its size; remove what is no longer needed.
 */
export const LimitReachedError = classOf('limit_reached')
export type LimitReachedError = InstanceType<typeof LimitReachedError>

/**
 * `idempotency_conflict`, 422: This Idempotency-Key or request id was used for another request.
 *
 * Use a new key or id for a new request; send the very same method, address and body to repeat one.
 */
export const IdempotencyConflictError = classOf('idempotency_conflict')
export type IdempotencyConflictError = InstanceType<typeof IdempotencyConflictError>

/**
 * `report_mismatch`, 422: This reportId was used for another report of this run.
 *
 * Give each report its own reportId and repeat a report only unchanged.
 */
export const ReportMismatchError = classOf('report_mismatch')
export type ReportMismatchError = InstanceType<typeof ReportMismatchError>

/**
 * `usage_too_late`, 422: The run ended more than seven days ago.
 *
 * Usage of this run can no longer be booked; drop the report.
 */
export const UsageTooLateError = classOf('usage_too_late')
export type UsageTooLateError = InstanceType<typeof UsageTooLateError>

/**
 * `rate_limited`, 429: Too many requests.
 *
 * Wait as many seconds as Retry-After says.
 */
export const RateLimitedError = classOf('rate_limited')
export type RateLimitedError = InstanceType<typeof RateLimitedError>

/**
 * `registrations_full`, 429: Too many registrations wait for a decision.
 *
 * Try again in a few minutes, or ask for an enrollment token.
 */
export const RegistrationsFullError = classOf('registrations_full')
export type RegistrationsFullError = InstanceType<typeof RegistrationsFullError>

/**
 * `internal_error`, 500: The server failed.
 *
 * Try again; if it goes on, give the requestId to who runs the server.
 */
export const InternalError = classOf('internal_error')
export type InternalError = InstanceType<typeof InternalError>

/**
 * `storage_unavailable`, 503: The server cannot store anything at the moment.
 *
 * Wait as many seconds as Retry-After says and try again.
 */
export const StorageUnavailableError = classOf('storage_unavailable')
export type StorageUnavailableError = InstanceType<typeof StorageUnavailableError>

/**
 * `shutting_down`, 503: The server is shutting down.
 *
 * Wait as many seconds as Retry-After says and try again; nothing was changed.
 */
export const ShuttingDownError = classOf('shutting_down')
export type ShuttingDownError = InstanceType<typeof ShuttingDownError>
