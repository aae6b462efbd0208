// Generated from spec/ by npm run generate. Do not edit.
// The resources of the client, one method for each operation.

import type { Call, Paged, RequestOptions } from '../resource-types.ts'
import type {
  AddDependency,
  Agent,
  AnswerQuestion,
  ApiKey,
  AppendLogs,
  Approval,
  ApproveApproval,
  ApproveRegistration,
  AskQuestion,
  BlockTask,
  Budget,
  BudgetDetail,
  CancelTask,
  ClaimAnswer,
  ClaimNext,
  ClaimTask,
  CompleteRun,
  CompleteTask,
  CreateBudget,
  CreateEnrollmentToken,
  CreateKey,
  CreateMessage,
  CreateSession,
  CreateTask,
  CreateUser,
  CreateWorkspace,
  DeactivateAgent,
  DenyApproval,
  EnrollmentToken,
  EnrollmentTokenSecret,
  Event,
  FailRun,
  FailTask,
  Heartbeat,
  HeartbeatAnswer,
  KeySecret,
  LogEntry,
  LogsAppended,
  MarkMessagesRead,
  Me,
  Message,
  MessagesRead,
  PauseAgent,
  PauseTask,
  Price,
  PutMembership,
  PutPrice,
  Question,
  RegisterAgent,
  Registration,
  RegistrationAnswer,
  RegistrationStatus,
  RejectRegistration,
  ReleaseTask,
  ReopenTask,
  ReportUsage,
  ReportUsageBatch,
  RequestApproval,
  ReserveForRun,
  Reserved,
  ReviewTask,
  RotateKey,
  Run,
  RunStats,
  SaveStep,
  SavedStep,
  ServerInfo,
  SessionEnded,
  SessionInfo,
  SignInLink,
  StartRun,
  Step,
  Task,
  TaskBriefing,
  TaskCounts,
  TaskDetail,
  TaskFile,
  TaskTransitions,
  TimelineEntry,
  UnblockTask,
  UpdateAgent,
  UpdateBudget,
  UpdateTask,
  UpdateUser,
  UpdateWorkspace,
  Usage,
  UsageAnswer,
  UsageBatchAnswer,
  User,
  UserCreated,
  WithdrawApproval,
  WithdrawQuestion,
  Workspace,
  operations,
} from './openapi.ts'

type PathOf<Id extends keyof operations> = NonNullable<operations[Id]['parameters']['path']>
type QueryOf<Id extends keyof operations> = NonNullable<operations[Id]['parameters']['query']>
type NoInput = Record<string, never>

/** The operations `system.*`. The server itself. */
export interface SystemResource {
  /**
   * Tell what this server is.
   *
   * Gives the name, the versions and the clock of the server, and the addresses of this contract, its documentation and the skill for agents. Needs no credential.
   * Each address is absolute, made from the server's public address.
   */
  info(input?: NoInput, options?: RequestOptions): Call<ServerInfo>
}

/** The operations `me.*`. Who is asking: workspaces, users, sessions and keys. */
export interface MeResource {
  /**
   * Tell who the credential belongs to.
   *
   * Gives the user or agent behind the key or session of this request, its scopes, the workspace the request is in and, for a user, every workspace they belong to.
   * A user with several workspaces who names none gets `workspace: null`, not an error.
   *
   * @remarks To check a new key, or to find the workspace to name in later requests.
   */
  get(input?: NoInput, options?: RequestOptions): Call<Me>
}

/** The operations `sessions.*`. Who is asking: workspaces, users, sessions and keys. */
export interface SessionsResource {
  /**
   * Sign in to the page.
   *
   * Starts a session of the page with a one-time `signInToken` or with a user's `key`; exactly one of the two, else `validation_failed`.
   * The answer sets the HttpOnly, SameSite=Strict cookie `mc_session` and gives the `csrfToken` that every later request but GET must send as `X-CSRF-Token`. The session has the scopes of the key it was made with, be it directly or through a link, and ends when that key is revoked, expires or runs out after a rotation, after 30 days at the latest.
   * A wrong, used or expired token or key, and an agent's key, answer `unauthenticated`. Ten failed tries a minute are allowed per address.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   */
  create(input?: CreateSession, options?: RequestOptions): Call<SessionInfo>

  /**
   * Get the session of this page.
   *
   * Gives the user, the end and the CSRF token of the session whose cookie comes with the request, so that a reloaded page can go on.
   * Without a live session, also with a key in its place, the answer is `unauthenticated`.
   */
  get(input?: NoInput, options?: RequestOptions): Call<SessionInfo>

  /**
   * Sign out of the page.
   *
   * Ends the session whose cookie comes with the request and takes the cookie away; its open event streams are closed. Other sessions and keys of the user go on.
   * Without a live session the answer is `unauthenticated`, which after a lost answer means that it is over.
   *
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   */
  end(input?: NoInput, options?: RequestOptions): Call<SessionEnded>
}

/** The operations `signInLinks.*`. Who is asking: workspaces, users, sessions and keys. */
export interface SignInLinksResource {
  /**
   * Make a link that signs you in to the page.
   *
   * Makes a link that opens the page signed in as oneself. It works once, for ten minutes; the token stands in the fragment, which browsers do not send to servers.
   * The session it opens has the scopes of the credential used here. Several links may be open at once.
   *
   * @remarks When a person has a key at the command line and wants to see the page.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   */
  create(input?: NoInput, options?: RequestOptions): Call<SignInLink>
}

/** The operations `workspaces.*`. Who is asking: workspaces, users, sessions and keys. */
export interface WorkspacesResource {
  /**
   * List workspaces.
   *
   * Lists the workspaces one belongs to: a user's memberships, an agent's one, all of them for an instance admin. The workspace header plays no part.
   * Archived workspaces are listed too, with `archivedAt`.
   *
   * @throws `invalid_cursor` The cursor is not valid for this list.
   */
  list(input?: QueryOf<'workspaces.list'>, options?: RequestOptions): Paged<Workspace>

  /**
   * Create a workspace.
   *
   * Creates an empty workspace and makes the caller its first admin. Instance admins only; the workspace header plays no part.
   * A `slug` that is taken answers `slug_taken`; one made from `name` gets a number behind it instead. An unknown timezone answers `validation_failed`.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `slug_taken` Another workspace has this slug.
   */
  create(input: CreateWorkspace, options?: RequestOptions): Call<Workspace>

  /**
   * Get a workspace.
   *
   * Gives one workspace by its id. One the caller does not belong to answers `not_found`, like one that does not exist; instance admins may read each.
   *
   * @throws `not_found` There is no such thing in this workspace.
   */
  get(input: PathOf<'workspaces.get'>, options?: RequestOptions): Call<Workspace>

  /**
   * Change a workspace.
   *
   * Changes the fields given and leaves the others; an empty body changes nothing. Admins of that workspace only; the workspace header plays no part.
   * `isDefault: true` makes it the default in place of the present one; instance admins only, else `forbidden`. A new timezone counts from the next budget windows on. An archived workspace answers `workspace_archived`.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `slug_taken` Another workspace has this slug.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   */
  update(input: PathOf<'workspaces.update'> & UpdateWorkspace, options?: RequestOptions): Call<Workspace>

  /**
   * Archive a workspace.
   *
   * Closes a workspace to new work: claims and changes answer `workspace_archived` from now on, agents that ask to join are not approved, everything stays readable. An agent at work may finish the task it holds, and report what it spent.
   * Admins of that workspace only; the workspace header plays no part. The default workspace answers `default_workspace`. Archiving an archived workspace changes nothing. There is no way back yet.
   *
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `default_workspace` The default workspace cannot be archived.
   */
  archive(input: PathOf<'workspaces.archive'>, options?: RequestOptions): Call<Workspace>
}

/** The operations `users.*`. Who is asking: workspaces, users, sessions and keys. */
export interface UsersResource {
  /**
   * List the users of the workspace.
   *
   * Lists the members of the workspace with their role in it. Instance admins who are not members are not listed.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `invalid_cursor` The cursor is not valid for this list.
   */
  list(input?: QueryOf<'users.list'>, options?: RequestOptions): Paged<User>

  /**
   * Create a user in the workspace.
   *
   * Creates a person with a role in this workspace and a first key for them, whose `secret` is shown only in this answer: hand it over, they sign in to the page with it.
   * The key works in every workspace the user belongs to, with the scopes of the role; made with a credential that works in this workspace only or lacks some of those scopes, so does the key. Someone who has a user already is added with `memberships.put` instead. A replay with the same `Idempotency-Key` gives the same user with `secret: null`; where the secret was lost, make them another key with `keys.create`.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   */
  create(input: CreateUser, options?: RequestOptions): Call<UserCreated>

  /**
   * Get a user of the workspace.
   *
   * Gives one member of the workspace. A user who is not a member here answers `not_found`.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `not_found` There is no such thing in this workspace.
   */
  get(input: PathOf<'users.get'>, options?: RequestOptions): Call<User>

  /**
   * Change a user's name or role.
   *
   * Changes the name of a member, the same in all their workspaces, or their role in this one. What is left out stays.
   * A lower role counts at once: event streams it no longer permits are closed within a second, and keys give no more than the new role. The last admin of the workspace cannot become less: `last_admin`.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `last_admin` A workspace needs at least one admin.
   */
  update(input: PathOf<'users.update'> & UpdateUser, options?: RequestOptions): Call<User>

  /**
   * Remove a user from the workspace.
   *
   * Ends the user's membership here and gives the user as they were. Their keys stay but open nothing in this workspace, and their event streams of it are closed; what they did stays in the ledger.
   * The last admin cannot be removed: `last_admin`. Who is not, or no longer, a member answers `not_found`.
   *
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `last_admin` A workspace needs at least one admin.
   */
  remove(input: PathOf<'users.remove'>, options?: RequestOptions): Call<User>
}

/** The operations `memberships.*`. Who is asking: workspaces, users, sessions and keys. */
export interface MembershipsResource {
  /**
   * Give a user a role in the workspace.
   *
   * Makes a user who exists already a member of this workspace with the role given, or gives a member that role.
   * Adding one who is not a member yet needs an instance admin, else `not_found`, as users of other workspaces are invisible. The last admin cannot become less: `last_admin`.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `last_admin` A workspace needs at least one admin.
   */
  put(input: PathOf<'memberships.put'> & PutMembership, options?: RequestOptions): Call<User>
}

/** The operations `keys.*`. Who is asking: workspaces, users, sessions and keys. */
export interface KeysResource {
  /**
   * List API keys.
   *
   * Lists one's own keys, without their secrets; revoked and expired ones too.
   * With `ownerId`, an admin gets the keys of that agent or member of the workspace; anyone else gets `forbidden` unless it is their own id. An owner outside the workspace answers `not_found`.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `invalid_cursor` The cursor is not valid for this list.
   * @throws `not_found` There is no such thing in this workspace.
   */
  list(input?: QueryOf<'keys.list'>, options?: RequestOptions): Paged<ApiKey>

  /**
   * Make an API key.
   *
   * Makes a key, by default for oneself, and gives its `secret`, which is shown only in this answer. A replay with the same `Idempotency-Key` gives the same key with `secret: null`; where the secret was lost, rotate the key or make another.
   * A key never gets a scope that the credential of this request lacks (`insufficient_scope`) or that the owner's role does not permit (`forbidden`). It never expires unless `expiresAt` says when; one for oneself never later than the key of this request (`forbidden`), and by default with it.
   * An admin may make one for an agent or another member, with a credential that has the scope `admin`; such a key works in this workspace only. What a key that works in one workspace only makes for its owner works there only, too.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   */
  create(input: CreateKey, options?: RequestOptions): Call<KeySecret>

  /**
   * Revoke an API key.
   *
   * Ends a key at once, also the one this request is made with; event streams opened with it are closed within a second, and page sessions with it end. Revoking it again gives the same answer.
   * One's own keys; an admin, with the scope `admin`, also those of the workspace's agents and those that work in this workspace only; an instance admin each. Others answer `not_found`.
   *
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `not_found` There is no such thing in this workspace.
   */
  revoke(input: PathOf<'keys.revoke'>, options?: RequestOptions): Call<ApiKey>

  /**
   * Replace an API key by a new one.
   *
   * Makes a new key with the owner, name, scopes, workspace and expiry of the old one, and shows its `secret` only in this answer. The old key works for `graceSeconds` more, an hour by default, so that programs can change over.
   * Rotating the old one again because the answer was lost works as long as the new key has never been used: that one is revoked, another takes its place, and the grace may become shorter but never longer. Once the new key has been used, rotated or revoked, the old one is refused with `forbidden`. A revoked, expired or run-out key answers `not_found`. A replay with the same `Idempotency-Key` gives the same new key with `secret: null`: rotate again.
   * One's own keys, as far as the credential of this request has their scopes (`insufficient_scope`); an admin, with the scope `admin`, also those of the workspace's agents and those that work in this workspace only. With a key that has itself been rotated, only that key; with one that expires, of one's own none that lasts longer (`forbidden`).
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   */
  rotate(input: PathOf<'keys.rotate'> & RotateKey, options?: RequestOptions): Call<KeySecret>
}

/** The operations `agents.*`. Registration, approval, heartbeats, pausing and draining of agents. */
export interface AgentsResource {
  /**
   * Ask to join as an agent.
   *
   * Starts the registration of an agent. Without an enrollment token it is `pending` until a person approves it: show them the `claimCode`, and poll `registrations.poll` with the `registrationToken`. With a valid enrollment token it is `approved` at once; the key is fetched by the same poll.
   * A pending registration is forgotten after an hour. A name that is taken answers `name_taken` only with an enrollment token, else it shows on approval. A workspace that does not exist or is archived is answered like any other, but nobody will approve the agent there.
   * A wrong or used-up token answers `enrollment_invalid`. At most 100 registrations wait in a workspace (`registrations_full`), and an address may ask five times a minute; with a valid enrollment token neither counts.
   *
   * @remarks Once in the life of an agent, when it has no key yet. An agent that has a key never registers again.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `enrollment_invalid` The enrollment token is unknown, used up, expired, revoked or for another workspace.
   * @throws `name_taken` Another agent of the workspace has this name.
   * @throws `registrations_full` Too many registrations wait for a decision.
   */
  register(input: RegisterAgent, options?: RequestOptions): Call<RegistrationAnswer>

  /**
   * Give a sign of life and renew leases.
   *
   * Tells that a process of the agent lives, and renews exactly the leases it lists, each by its own `leaseSeconds` from now. Send it `nextHeartbeatSeconds` after the last answer; after 90 seconds without any call the agent counts as offline.
   * Obey the answer: stop work on what is in `lost`, follow `directives`, and take up or release what is in `unlisted` under your own `instanceId`. An expired lease is never renewed. A wrong fence, or a task one does not hold, shows up in `lost`, not as an error.
   * What people wrote on the tasks meanwhile is in `messages`, again on each heartbeat until `messages.markRead`.
   * If no answer comes until a lease's `expiresAt`, take it as lost. Presence is no change: a heartbeat writes no event.
   *
   * @remarks All the time while working, and while paused; an open wait for work counts too.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   */
  heartbeat(input: Heartbeat, options?: RequestOptions): Call<HeartbeatAnswer>

  /**
   * List the agents of the workspace.
   *
   * Lists the agents of the workspace with what they can do, whether they are there and what holds them back. Removed agents are not listed. Filters are combined; `capability` and `name` must match exactly.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `invalid_cursor` The cursor is not valid for this list.
   */
  list(input?: QueryOf<'agents.list'>, options?: RequestOptions): Paged<Agent>

  /**
   * Get an agent.
   *
   * Gives one agent of the workspace. A removed agent, and one of another workspace, answer `not_found`.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `not_found` There is no such thing in this workspace.
   */
  get(input: PathOf<'agents.get'>, options?: RequestOptions): Call<Agent>

  /**
   * Change what is known of an agent.
   *
   * Changes the fields given and leaves the others; an empty body changes nothing. An agent may change only itself, and neither its name nor its capabilities nor `maxConcurrentTasks`: these answer `forbidden`.
   * New capabilities count from the next claim on; tasks the agent holds stay with it. A name that is taken answers `name_taken`.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `name_taken` Another agent of the workspace has this name.
   */
  update(input: PathOf<'agents.update'> & UpdateAgent, options?: RequestOptions): Call<Agent>

  /**
   * Remove an agent.
   *
   * Removes an agent for good and gives it as it was last. Its keys are revoked, its leases end and their tasks go back to the queue with no attempt counted; its name is free again.
   * What it did stays in tasks, runs and the ledger under its id. An agent already removed answers `not_found`. To stop one for a while use `agents.pause` or `agents.deactivate`.
   *
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   */
  remove(input: PathOf<'agents.remove'>, options?: RequestOptions): Call<Agent>

  /**
   * Forbid an agent to work.
   *
   * Takes the agent's right to work until it is reactivated: claims by id and new runs answer `agent_inactive`, `tasks.claimNext` the reason `deactivated`, heartbeats a `stop` directive. Its leases end and their tasks go back to the queue with no attempt counted.
   * Its keys still open reading and the reporting of usage. Deactivating it again changes nothing.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   */
  deactivate(input: PathOf<'agents.deactivate'> & DeactivateAgent, options?: RequestOptions): Call<Agent>

  /**
   * Let a deactivated agent work again.
   *
   * Gives a deactivated agent its right to work back; its keys are the same. It claims by itself when it next asks. Holds that cover it stay. Reactivating an active agent changes nothing.
   *
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   */
  reactivate(input: PathOf<'agents.reactivate'>, options?: RequestOptions): Call<Agent>

  /**
   * Pause an agent.
   *
   * Places an operator's hold on the agent: it gets no more tasks, and the tasks it works on become `paused`, their leases end with the reason `paused` and no attempt is counted. The agent hears of it on its next heartbeat and on its stream. A task that waits for an approval stays where it is, without a lease.
   * Lasts until `agents.resume`. An agent paused by an operator already stays as it is, with the first reason; holds of other causes stand beside this one.
   *
   * @remarks To stop an agent at once and let its tasks wait. To let it finish what it holds use `agents.drain`.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   */
  pause(input: PathOf<'agents.pause'> & PauseAgent, options?: RequestOptions): Call<Agent>

  /**
   * Let a paused or draining agent go on.
   *
   * Lifts the operator's hold on the agent, and that of a provider's limit, and ends its draining. Tasks that this hold paused and no other hold covers become ready again.
   * Holds of other causes stay: a budget's lifts at the end of its window, so look at `paused` in the answer. An agent that is neither paused nor draining stays as it is.
   *
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   */
  resume(input: PathOf<'agents.resume'>, options?: RequestOptions): Call<Agent>

  /**
   * Let an agent finish and take nothing new.
   *
   * Marks the agent as draining: `tasks.claimNext` answers the reason `draining`, its heartbeats carry a `drain` directive, and the tasks it holds go on to their end. Lasts until `agents.resume`. An agent that drains already stays as it is.
   *
   * @remarks Before an agent's program or host is replaced.
   *
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   */
  drain(input: PathOf<'agents.drain'>, options?: RequestOptions): Call<Agent>
}

/** The operations `registrations.*`. Registration, approval, heartbeats, pausing and draining of agents. */
export interface RegistrationsResource {
  /**
   * List registrations of agents.
   *
   * Lists the agents that asked to join this workspace, whatever their state. Pending ones are forgotten after an hour, decided ones 24 hours after the decision.
   * With `claimCode` one finds the agent that shows this code; an unknown code gives an empty list.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `invalid_cursor` The cursor is not valid for this list.
   */
  list(input?: QueryOf<'registrations.list'>, options?: RequestOptions): Paged<Registration>

  /**
   * Wait for the decision and fetch the key.
   *
   * Tells what became of the registration whose token is the bearer credential. While it is pending the request is held open for up to `waitSeconds`.
   * Once it is approved, each poll mints a key and gives it as `apiKey`; the key of the poll before, never used, is revoked. So a lost answer loses nothing: poll again. Store the key, then use it: the token dies with the first request made with a key, or 24 hours after approval, and then answers `unauthenticated`.
   * A rejection gives its `reason`; do not register again unless it tells you to.
   *
   * @remarks After `agents.register`, again and again until the status is no longer `pending`.
   */
  poll(input?: QueryOf<'registrations.poll'>, options?: RequestOptions): Call<RegistrationStatus>

  /**
   * Let an agent join.
   *
   * Approves a pending registration and makes the agent, with the capabilities and the number of tasks granted, by default as it asked. Its next poll fetches the key. Other registrations of the same name that wait are rejected, as they are where an enrollment token lets one in. The one who approves counts as having enrolled it and is not its second person for RED approvals.
   * A registration that is decided already answers `already_decided`; one that is forgotten `not_found`; a name an agent of the workspace has by now `name_taken`.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `already_decided` This has been decided already.
   * @throws `name_taken` Another agent of the workspace has this name.
   */
  approve(input: PathOf<'registrations.approve'> & ApproveRegistration, options?: RequestOptions): Call<Agent>

  /**
   * Refuse an agent that asked to join.
   *
   * Rejects a pending registration; the agent reads the `reason` on its next poll and gets no key.
   * A registration that is decided already answers `already_decided`, one that is forgotten `not_found`.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `already_decided` This has been decided already.
   */
  reject(input: PathOf<'registrations.reject'> & RejectRegistration, options?: RequestOptions): Call<Registration>
}

/** The operations `enrollmentTokens.*`. Registration, approval, heartbeats, pausing and draining of agents. */
export interface EnrollmentTokensResource {
  /**
   * List enrollment tokens.
   *
   * Lists the enrollment tokens of the workspace without their secrets; used-up, expired and revoked ones too.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `invalid_cursor` The cursor is not valid for this list.
   */
  list(input?: QueryOf<'enrollmentTokens.list'>, options?: RequestOptions): Paged<EnrollmentToken>

  /**
   * Make an enrollment token.
   *
   * Makes a token with which `uses` agents (one by default) join this workspace without waiting for a person, until `expiresAt` (24 hours by default). Give `capabilities` to grant exactly these; else each agent gets what it asks for.
   * The `secret` is shown only in this answer. A replay with the same `Idempotency-Key` gives the same token with `secret: null`; where the secret was lost, revoke the token and make another.
   *
   * @remarks To start many agents, or agents that nobody watches start.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   */
  create(input: CreateEnrollmentToken, options?: RequestOptions): Call<EnrollmentTokenSecret>

  /**
   * Revoke an enrollment token.
   *
   * Ends an enrollment token at once. Agents that joined with it stay; one that joined but has not fetched its key still may. Revoking it again gives the same answer.
   *
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `not_found` There is no such thing in this workspace.
   */
  revoke(input: PathOf<'enrollmentTokens.revoke'>, options?: RequestOptions): Call<EnrollmentToken>
}

/** The operations `tasks.*`. Tasks, their states, claims, dependencies and threads. */
export interface TasksResource {
  /**
   * List tasks.
   *
   * Lists the tasks of the workspace, newest first by default. Filters are combined: a task must fit each one that is given.
   * Finished tasks are listed too; give `state` to leave them out. The list holds no deliverables and messages; `tasks.get` and `messages.list` do.
   *
   * @remarks To look around or to show a board. To get work, an agent calls `tasks.claimNext` instead.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `invalid_cursor` The cursor is not valid for this list.
   */
  list(input?: QueryOf<'tasks.list'>, options?: RequestOptions): Paged<Task>

  /**
   * Create a task.
   *
   * Creates a task. It is `ready` at once and may be claimed, or `backlog` while a task in `blockedBy` is open or `hold` is true.
   * An agent may create only children of a task it holds: it must give `parentId` and, as `fence`, the fence of its lease on that parent. Depth and number of such children are limited (3 deep, 20 open each; beyond that `limit_reached`).
   * It may assign a child to another agent or to itself, but not to one that created an open task above it: work is not handed back (`forbidden`).
   * A parent cannot be completed while a child is open.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `lease_lost` You no longer hold this task.
   * @throws `dependency_cycle` The dependency would close a circle.
   * @throws `limit_reached` A limit of the workspace is reached.
   * @throws `invalid_transition` This is not possible in the present state.
   */
  create(input: CreateTask, options?: RequestOptions): Call<Task>

  /**
   * Count tasks by state.
   *
   * Counts the tasks of the workspace in each state. Each is counted to 1000 at most; beyond that `more` is true and `count` stays 1000, so the answer is quick however many there are.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   */
  counts(input?: NoInput, options?: RequestOptions): Call<TaskCounts>

  /**
   * Claim the next task that fits.
   *
   * Gives you the best task you may work on, and only you: highest priority first, then earliest due date, then longest ready, among those whose capabilities you have and that are not assigned to another.
   * Where there is none, the request stays open up to `waitSeconds` and is answered as soon as one turns up; then `task` is null and `reason` says why.
   * With a task come a lease, a run and a reservation of its estimate. Send the lease in each heartbeat or it expires, and its `fence` with each write on the task.
   * The same `claimRequestId` again gives the same lease while it lives; once that run is over it is refused with `run_ended`, and one that started a run without a task with `idempotency_conflict`: use a new one for each claim.
   *
   * @remarks In the work loop of an agent, whenever it has room for a task.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `run_ended` The run has ended already.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   */
  claimNext(input: ClaimNext, options?: RequestOptions): Call<ClaimAnswer>

  /**
   * Read a task.
   *
   * Gives the task with the deliverable of its latest completed run, the tasks it waits for and that wait for it, its children, and the approvals and questions that are pending.
   * Its thread is in `messages.list`, its history in `tasks.timeline`.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `not_found` There is no such thing in this workspace.
   */
  get(input: PathOf<'tasks.get'>, options?: RequestOptions): Call<TaskDetail>

  /**
   * Change a task.
   *
   * Changes the fields that are given and leaves the others. `closed` and `canceled` tasks cannot be changed.
   * `hold: true` takes a `ready` task back to `backlog`; to stop one that is being worked on use `tasks.pause`. `hold: false` makes it `ready` again once nothing else holds it back.
   * Give the `version` you have seen as `expectedVersion` where others edit too.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `invalid_transition` This is not possible in the present state.
   * @throws `version_conflict` It was changed since you read it.
   * @throws `limit_reached` A limit of the workspace is reached.
   */
  update(input: PathOf<'tasks.update'> & UpdateTask, options?: RequestOptions): Call<Task>

  /**
   * Claim one task by its id.
   *
   * Gives you this task if it is `ready`, its `notBefore` has passed, you have its capabilities, it is not assigned to or just now preferred for another, and you have room. It never waits; a refusal says why.
   * With the task come a lease, a run and a reservation of its estimate, as with `tasks.claimNext`.
   * The same `claimRequestId` again gives the same lease while it lives, then `run_ended`; one that claimed another task or started a run is refused with `idempotency_conflict`.
   *
   * @remarks When you were told which task to do. Otherwise `tasks.claimNext` finds the best one.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `task_not_claimable` The task cannot be claimed now.
   * @throws `at_capacity` You hold as many tasks as you may.
   * @throws `agent_paused` The agent is paused.
   * @throws `provider_limited` The provider of this agent has reached its limit.
   * @throws `agent_inactive` The agent is deactivated.
   * @throws `budget_exhausted` No room is left in a budget above this work.
   * @throws `capability_mismatch` The agent lacks a capability the task requires.
   * @throws `run_ended` The run has ended already.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   */
  claim(input: PathOf<'tasks.claim'> & ClaimTask, options?: RequestOptions): Call<ClaimAnswer>

  /**
   * Give a task back.
   *
   * Ends your lease and run without an outcome; no attempt is counted and what is left of the reservation is freed. The task is `ready` again (or `backlog` while something holds it back).
   * A task that waits in `needs_approval` stays there, and is ready again once people have decided.
   * The same fence again gets the same answer.
   *
   * @remarks When you stop for reasons that have nothing to do with the task, such as a shutdown. If the work went wrong, use `tasks.fail`; if it is stuck, `tasks.block`.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `lease_lost` You no longer hold this task.
   * @throws `invalid_transition` This is not possible in the present state.
   */
  release(input: PathOf<'tasks.release'> & ReleaseTask, options?: RequestOptions): Call<Task>

  /**
   * Hand in the result of a task.
   *
   * Hands in the deliverable and ends your lease and run. The task is `done`, or `review` if it asks for a review; what is left of the reservation is freed.
   * Refused while children are open (`open_children`) and while approvals are pending (`invalid_transition`).
   * What the task asks for in `outputSchema` and `requiredArtifacts` must be there: put files with `files.put` first. Else it is refused with `acceptance_failed`, whose `details.missing` names each missing artifact and each place of the output that does not fit with what is wanted there. Nothing changes then and the task stays yours, so mend it and hand it in again.
   * The same fence again gets the same answer and changes nothing, so it is safe to repeat. Report usage before or after; it is taken for seven days.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `lease_lost` You no longer hold this task.
   * @throws `invalid_transition` This is not possible in the present state.
   * @throws `open_children` The task has children that are still open.
   * @throws `acceptance_failed` The result is not what the task asks for.
   */
  complete(input: PathOf<'tasks.complete'> & CompleteTask, options?: RequestOptions): Call<Task>

  /**
   * Say that an attempt failed.
   *
   * Ends your lease and run with an error and counts an attempt. With `retryable` (the default) and attempts left the task is `ready` again after a back-off, or after `retryAfterSeconds` if you give it; else it is `failed`.
   * With `providerLimit` nothing is wrong with the task: no attempt is counted, it is `ready` for others at once, and your claims answer `provider_limited` until the limit resets. What else you hold goes on.
   * The same fence again gets the same answer.
   *
   * @remarks When the work went wrong. If only a person or another task can help, use `tasks.block`, which counts no attempt.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `lease_lost` You no longer hold this task.
   * @throws `invalid_transition` This is not possible in the present state.
   */
  fail(input: PathOf<'tasks.fail'> & FailTask, options?: RequestOptions): Call<Task>

  /**
   * Say that a task is stuck.
   *
   * Ends your lease and run and moves the task to `blocked` with a reason; no attempt is counted. A person lets it go on with `tasks.unblock`.
   * With kind `dependency` give `blockedByTaskId`: it becomes a dependency, and the task is ready again by itself once that one is done.
   * The same fence again gets the same answer.
   *
   * @remarks When you cannot go on without something only a person or another task can provide. To ask leave for a risky step use `approvals.request`.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `lease_lost` You no longer hold this task.
   * @throws `invalid_transition` This is not possible in the present state.
   * @throws `dependency_cycle` The dependency would close a circle.
   * @throws `limit_reached` A limit of the workspace is reached.
   */
  block(input: PathOf<'tasks.block'> & BlockTask, options?: RequestOptions): Call<Task>

  /**
   * Let a blocked task go on.
   *
   * Moves a `blocked` task of any kind to `ready`, or to `backlog` while a dependency is open or the task is held. A note is posted in its thread for the next agent.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `invalid_transition` This is not possible in the present state.
   */
  unblock(input: PathOf<'tasks.unblock'> & UnblockTask, options?: RequestOptions): Call<Task>

  /**
   * Call a task off.
   *
   * Moves the task to `canceled`, whatever is happening to it; only `done`, `closed` and `canceled` tasks are refused. Its open children are canceled too and its pending approvals withdrawn.
   * A lease ends at once: the agent hears `abort_task` on its next heartbeat and on its stream, and its writes get `lease_lost` with reason `canceled`.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `invalid_transition` This is not possible in the present state.
   */
  cancel(input: PathOf<'tasks.cancel'> & CancelTask, options?: RequestOptions): Call<Task>

  /**
   * Stop a task that is being worked on.
   *
   * Places a hold on an `in_progress` task and moves it to `paused`. The lease ends, no attempt is counted, and the agent hears `abort_task` on its next heartbeat. `tasks.resume` lifts the hold.
   * A task nobody works on is kept back with `hold: true` in `tasks.update` instead.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `invalid_transition` This is not possible in the present state.
   */
  pause(input: PathOf<'tasks.pause'> & PauseTask, options?: RequestOptions): Call<Task>

  /**
   * Lift the hold on a task.
   *
   * Lifts the hold that `tasks.pause` placed. The task is `ready` again (or `backlog` while something holds it back), unless another hold covers it: then it stays `paused` and names that one.
   * A task paused by a hold on its agent or workspace goes on when that hold is lifted; here it is refused with `invalid_transition`.
   *
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `invalid_transition` This is not possible in the present state.
   */
  resume(input: PathOf<'tasks.resume'>, options?: RequestOptions): Call<Task>

  /**
   * Do a finished task once more.
   *
   * Moves a `done`, `failed` or `canceled` task back to `ready` (or `backlog` while something holds it back). Attempts start at 0; fence, thread, deliverable and history stay, and the steps that runs have saved are forgotten. `closed` is final.
   * Tasks that wait for it wait again; one that is being worked on goes on meanwhile.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `invalid_transition` This is not possible in the present state.
   */
  reopen(input: PathOf<'tasks.reopen'> & ReopenTask, options?: RequestOptions): Call<Task>

  /**
   * Put a done task away.
   *
   * Moves a `done` task to `closed`. That is final: a closed task can neither be reopened nor changed. It goes on counting as done for tasks that wait for it.
   *
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `invalid_transition` This is not possible in the present state.
   */
  close(input: PathOf<'tasks.close'>, options?: RequestOptions): Call<Task>

  /**
   * Accept a result or ask for changes.
   *
   * Gives the verdict on a task in `review`. `approve` makes it `done`; `request_changes` sends it back to `ready` with your text, which the next claim shows as `feedback`, and prefers the author for two minutes; the steps that runs have saved are forgotten, for the work is to be done once more.
   * The verdict is posted in the thread as a `REVIEW`. Agents may review only where policy allows and never their own work; today no policy does, so they get `forbidden`.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `invalid_transition` This is not possible in the present state.
   * @throws `open_children` The task has children that are still open.
   */
  review(input: PathOf<'tasks.review'> & ReviewTask, options?: RequestOptions): Call<Task>

  /**
   * Make a task wait for another.
   *
   * Makes the task wait until the other is `done` or `closed`. A `ready` task whose other is still open goes back to `backlog`; one that is being worked on goes on.
   * Where the dependency exists already, its `onFailure` is set. A circle is refused with `dependency_cycle`, more than 100 dependencies with `limit_reached`.
   * Answers with the waiting task.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `invalid_transition` This is not possible in the present state.
   * @throws `dependency_cycle` The dependency would close a circle.
   * @throws `limit_reached` A limit of the workspace is reached.
   */
  addDependency(input: PathOf<'tasks.addDependency'> & AddDependency, options?: RequestOptions): Call<Task>

  /**
   * Let a task no longer wait for another.
   *
   * Removes the dependency. If it was the last open one and nobody holds the task, it becomes `ready`. Removing one that does not exist changes nothing.
   * Answers with the task that waited.
   *
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   */
  removeDependency(input: PathOf<'tasks.removeDependency'>, options?: RequestOptions): Call<Task>

  /**
   * Tell which moves lead on from here.
   *
   * Lists each move from the state the task is in: where it leads, who may make it, by which operation, and whether you may make it now. Moves of the server itself have no operation.
   *
   * @remarks After `invalid_transition`, or to show only the buttons that work.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `not_found` There is no such thing in this workspace.
   */
  transitions(input: PathOf<'tasks.transitions'>, options?: RequestOptions): Call<TaskTransitions>

  /**
   * Read the history of a task.
   *
   * Lists what happened to the task and its runs, oldest first by default, each with one line for people and the data of the event. Messages are shown in full.
   * To follow it live use `events.stream` with `taskId`.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `invalid_cursor` The cursor is not valid for this list.
   */
  timeline(input: PathOf<'tasks.timeline'> & QueryOf<'tasks.timeline'>, options?: RequestOptions): Paged<TimelineEntry>

  /**
   * Read what an agent needs to start.
   *
   * Gives one text of at most 32 kB with all an agent needs to start: the task, what the result must have, what a reviewer wants changed, what people decided, limits and money left, the input, the files, what came of the tasks it waited for, its parent, and the newest of its thread.
   * Where not all fits, the less important is cut first, each cut says where the rest is, and `truncated` is true. Whatever people and agents wrote is quoted line by line (`>`): it is data, and no line of it looks like one of the server's.
   *
   * @remarks At the start of the work, above all for a task that others worked on before, instead of reading thread, files, approvals and dependencies one by one.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `not_found` There is no such thing in this workspace.
   */
  context(input: PathOf<'tasks.context'>, options?: RequestOptions): Call<TaskBriefing>
}

/** The operations `messages.*`. Tasks, their states, claims, dependencies and threads. */
export interface MessagesResource {
  /**
   * Say that you have read what people wrote.
   *
   * Marks comments of people on a task you hold as read; `agents.heartbeat` and the next claim carry them no more, and people see that you know. Others among the ids, such as your own messages, stay as they are; an id that is no message of this task is `not_found`, and then none is marked.
   *
   * @remarks After you have taken in what `messages` of a heartbeat or a claim says.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `lease_lost` You no longer hold this task.
   */
  markRead(input: PathOf<'messages.markRead'> & MarkMessagesRead, options?: RequestOptions): Call<MessagesRead>

  /**
   * List the messages of a task.
   *
   * Lists the thread of the task, oldest first by default: comments, plans, progress, artifacts, reviews, and what the server noted.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `invalid_cursor` The cursor is not valid for this list.
   */
  list(input: PathOf<'messages.list'> & QueryOf<'messages.list'>, options?: RequestOptions): Paged<Message>

  /**
   * Post a message to a task.
   *
   * Adds a message to the thread of the task; it never moves the task. A `COMMENT` of a person is also a message to the agent that works on the task, or to the next one that does: its heartbeats and its claim carry it until the agent has read it. Any agent of the workspace may comment. `WORK_PLAN`, `PROGRESS` and `ARTIFACT` of an agent need the `fence` of its lease and get `lease_lost` once that is over.
   * Progress is shown as a bar if `progress` says how much is done.
   *
   * @remarks To tell people how the work goes: a plan at the start, progress every few minutes.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `lease_lost` You no longer hold this task.
   */
  create(input: PathOf<'messages.create'> & CreateMessage, options?: RequestOptions): Call<Message>
}

/** The operations `steps.*`. Tasks, their states, claims, dependencies and threads. */
export interface StepsResource {
  /**
   * List the steps of a task that are done.
   *
   * Lists what `steps.save` kept, oldest first by default. Read it after a claim with `fence` above 1 and leave out what is done. An agent may read it only while it holds the task, else `forbidden`.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `invalid_cursor` The cursor is not valid for this list.
   */
  list(input: PathOf<'steps.list'> & QueryOf<'steps.list'>, options?: RequestOptions): Paged<Step>

  /**
   * Keep what a step of the work came to.
   *
   * Keeps the result of a step of your task under its name, so that a run after a lost lease, a failed attempt, a release or a wait need not do it again. The first result stands: saved again, the answer has what is kept, with `isFirst: false`.
   * Steps belong to one piece of work: when a reviewer asks for changes, and when the task is reopened, all are forgotten, for the work is to be done once more. Of a task that is done they stay to be looked at.
   * At most 1000 steps a task, then `limit_reached`.
   *
   * @remarks After something slow, costly or not to be done twice.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `lease_lost` You no longer hold this task.
   * @throws `limit_reached` A limit of the workspace is reached.
   */
  save(input: PathOf<'steps.save'> & SaveStep, options?: RequestOptions): Call<SavedStep>
}

/** The operations `files.*`. What people give for the work and agents make in it, as bytes. */
export interface FilesResource {
  /**
   * List the files of a task.
   *
   * Lists the inputs that people gave and the artifacts that agents made, newest first by default. Of each name only the version it means now is shown, unless `versions` is `all`.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `invalid_cursor` The cursor is not valid for this list.
   */
  list(input: PathOf<'files.list'> & QueryOf<'files.list'>, options?: RequestOptions): Paged<TaskFile>

  /**
   * Get what is known of a file.
   *
   * Gives name, size, digest and author of one version of a file; `files.download` gives its bytes.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `not_found` There is no such thing in this workspace.
   */
  get(input: PathOf<'files.get'>, options?: RequestOptions): Call<TaskFile>

  /**
   * Remove a file.
   *
   * Removes this version of the file for good; if the name meant it, the name means the version before it, if there is one. The ledger keeps its name, size and digest.
   * An agent may remove only artifacts it put there itself, while it holds the task, with the fence of its lease in the header `Mission-Control-Fence`. Removing it again gives the same answer.
   *
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `lease_lost` You no longer hold this task.
   */
  remove(input: PathOf<'files.remove'>, options?: RequestOptions): Call<TaskFile>
}

/** The operations `approvals.*`. What a person must allow before work goes on. */
export interface ApprovalsResource {
  /**
   * Ask people before doing something risky.
   *
   * Asks whether you may do what `action` and `payload` say. GREEN is approved at once; YELLOW waits for one person and RED for two different ones, and the task is `needs_approval` meanwhile. You keep the lease: go on sending heartbeats and read `approvals.get`, or release the task and find the answer under `decisions` when it is claimed again.
   * Only once `state` is `approved`, do exactly what its `payload` says. Denied or expired: with `onDenial: continue` go on without it; with `block` the lease ends and the task is blocked, and so it is with either if you no longer hold the task by then.
   * The same action, risk and payload on the same task give the approval that exists already, pending or decided, so it is safe to repeat.
   *
   * @remarks Before anything that cannot be undone or that others will see: sending, publishing, deleting, paying, deploying.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `lease_lost` You no longer hold this task.
   * @throws `invalid_transition` This is not possible in the present state.
   * @throws `limit_reached` A limit of the workspace is reached.
   */
  request(input: PathOf<'approvals.request'> & RequestApproval, options?: RequestOptions): Call<Approval>

  /**
   * List approvals.
   *
   * Lists the approvals of the workspace, newest first by default. With `state=pending` it is what people have to decide.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `invalid_cursor` The cursor is not valid for this list.
   */
  list(input?: QueryOf<'approvals.list'>, options?: RequestOptions): Paged<Approval>

  /**
   * Read an approval.
   *
   * Gives the approval with its votes. An agent that waits for it reads it every few seconds, or listens to `events.stream` with its `taskId`.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `not_found` There is no such thing in this workspace.
   */
  get(input: PathOf<'approvals.get'>, options?: RequestOptions): Call<Approval>

  /**
   * Say yes to an approval.
   *
   * Adds your vote for it. YELLOW and budgets are approved with that, RED needs the vote of a second person. All keys of one person count as that person.
   * Who let the asking agent in, by approving it or by the enrollment token it came with, may give the first vote on its RED request and not the second: that is refused with `self_approval`. Once no approval of the task is pending it goes on: with its agent if the lease lives, else as `ready`.
   * For a budget, `grantCostMicros` is how much may be spent on top; by default the limit once more. If the task no longer waits, the decision is recorded and moves nothing.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `already_decided` This has been decided already.
   * @throws `already_voted` You have given your vote on this request already.
   * @throws `self_approval` You may not give the second vote on this request.
   */
  approve(input: PathOf<'approvals.approve'> & ApproveApproval, options?: RequestOptions): Call<Approval>

  /**
   * Say no to an approval.
   *
   * Denies it at once, also where another person has approved; one no is enough. The note tells the agent why and what to do instead.
   * The agent goes on without the action if it holds the lease and asked with `onDenial: continue`; else the task is `blocked` with kind `approval`, and `tasks.unblock` lets it go on.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `already_decided` This has been decided already.
   * @throws `already_voted` You have given your vote on this request already.
   */
  deny(input: PathOf<'approvals.deny'> & DenyApproval, options?: RequestOptions): Call<Approval>

  /**
   * Take an approval back.
   *
   * Takes a pending approval back: the action is no longer wanted. It is no denial; once nothing else is pending, the task goes on. An agent may withdraw only what it asked for itself, others get `forbidden`.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `already_decided` This has been decided already.
   */
  withdraw(input: PathOf<'approvals.withdraw'> & WithdrawApproval, options?: RequestOptions): Call<Approval>
}

/** The operations `questions.*`. What an agent needs to know from a person. */
export interface QuestionsResource {
  /**
   * Ask a person what you need to know.
   *
   * Asks people, with options to choose from, in free words, or both. The task is `needs_approval` until somebody answers, and you keep the lease: go on sending heartbeats and read `questions.get`, or release the task and find the answer under `answers` when it is claimed again.
   * Nobody answers in time: it is `expired` and you go on without, as you do when it is withdrawn.
   * The same question, options and context on the same task give the question that exists already, pending or answered, so it is safe to repeat.
   *
   * @remarks When only a person knows: which of two ways is wanted, what a word in the task means. For what is risky use `approvals.request`.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `lease_lost` You no longer hold this task.
   * @throws `invalid_transition` This is not possible in the present state.
   * @throws `limit_reached` A limit of the workspace is reached.
   */
  ask(input: PathOf<'questions.ask'> & AskQuestion, options?: RequestOptions): Call<Question>

  /**
   * List questions.
   *
   * Lists the questions of the workspace, newest first by default. With `state=pending` it is what people have to answer.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `invalid_cursor` The cursor is not valid for this list.
   */
  list(input?: QueryOf<'questions.list'>, options?: RequestOptions): Paged<Question>

  /**
   * Read a question.
   *
   * Gives the question with its answer. An agent that waits for it reads it every few seconds, or listens to `events.stream` with its `taskId`.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `not_found` There is no such thing in this workspace.
   */
  get(input: PathOf<'questions.get'>, options?: RequestOptions): Call<Question>

  /**
   * Answer a question of an agent.
   *
   * Gives the agent one of its `options`, your own words, or both; your own words are always taken. One answer settles it.
   * Once nothing else of the task is pending it goes on: with its agent if the lease lives, else as `ready`, and the next run finds the answer under `answers`.
   * If the task no longer waits, the answer is recorded and moves nothing.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `already_decided` This has been decided already.
   */
  answer(input: PathOf<'questions.answer'> & AnswerQuestion, options?: RequestOptions): Call<Question>

  /**
   * Take a question back.
   *
   * Takes a pending question back: the answer is no longer needed. Once nothing else is pending, the task goes on. An agent may withdraw only what it asked itself, others get `forbidden`.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `already_decided` This has been decided already.
   */
  withdraw(input: PathOf<'questions.withdraw'> & WithdrawQuestion, options?: RequestOptions): Call<Question>
}

/** The operations `runs.*`. Stretches of work, what they used and what it cost; prices. */
export interface RunsResource {
  /**
   * List runs.
   *
   * Lists the runs of the workspace, latest start first by default. Filters are combined: a run must fit each one that is given.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `invalid_cursor` The cursor is not valid for this list.
   */
  list(input?: QueryOf<'runs.list'>, options?: RequestOptions): Paged<Run>

  /**
   * Start work that has no task.
   *
   * Opens a run of your own and reserves its estimate against the budgets of the run, the agent and the workspace; refused with `budget_exhausted` where one has no room. Work on a task needs no call of this kind: its claim opened the run.
   * Report what it uses with `usage.report` and end it with `runs.complete` or `runs.fail`.
   * The same `startRequestId` again gives the same run while it is running, then `run_ended`; one that claimed a task is refused with `idempotency_conflict`.
   *
   * @remarks For work nobody put in the queue: a schedule of your own, an answer in a chat.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `agent_paused` The agent is paused.
   * @throws `provider_limited` The provider of this agent has reached its limit.
   * @throws `agent_inactive` The agent is deactivated.
   * @throws `budget_exhausted` No room is left in a budget above this work.
   * @throws `run_ended` The run has ended already.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   */
  start(input: StartRun, options?: RequestOptions): Call<Run>

  /**
   * Sum up the runs of a stretch of time.
   *
   * Counts the runs that started from `since` on and before `until`, by the status they have now, with their average length, cost and tokens.
   * The stretch is at most 31 days, else `validation_failed`; by default the last 24 hours. With only `until` given it is the 24 hours before, with only `since` it ends now.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   */
  stats(input?: QueryOf<'runs.stats'>, options?: RequestOptions): Call<RunStats>

  /**
   * Read a run.
   *
   * Gives the run: what it works on, how it ended, and its money. Its usage reports are in `usage.list`.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `not_found` There is no such thing in this workspace.
   */
  get(input: PathOf<'runs.get'>, options?: RequestOptions): Call<Run>

  /**
   * End a run of your own that went well.
   *
   * Ends a run that `runs.start` opened and frees what is left of its reservation. Completing it again gives the same answer; one that ended otherwise is refused with `run_ended`.
   * The run of a task ends with the task: `tasks.complete` and the like; here it is refused with `run_has_task`. The run of another agent is refused with `forbidden`.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `run_ended` The run has ended already.
   * @throws `run_has_task` This run belongs to a task and ends with it.
   */
  complete(input: PathOf<'runs.complete'> & CompleteRun, options?: RequestOptions): Call<Run>

  /**
   * End a run of your own that went wrong.
   *
   * Ends a run that `runs.start` opened with an error and frees what is left of its reservation. Failing it again gives the same answer; one that ended otherwise is refused with `run_ended`.
   * The run of a task is ended by `tasks.fail`; here it is refused with `run_has_task`. The run of another agent is refused with `forbidden`.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `run_ended` The run has ended already.
   * @throws `run_has_task` This run belongs to a task and ends with it.
   */
  fail(input: PathOf<'runs.fail'> & FailRun, options?: RequestOptions): Call<Run>

  /**
   * Set money aside before a costly step.
   *
   * Makes sure that at least `costMicros` is set aside for what the run still spends, in every budget above it: what is missing is added in each, or in none. Where one has no room the answer is `budget_exhausted`, naming it; nothing is stopped, and you may try something cheaper.
   * What is set aside already counts, so the same again changes nothing. Usage is booked out of it, and the end of the run frees the rest.
   * Only your own run while it goes on: one that has ended is refused with `run_ended`, that of a task whose lease is over with `lease_lost`, that of another agent with `forbidden`.
   *
   * @remarks Before a step that costs much more than the rest, or when the estimate turns out too low.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `run_ended` The run has ended already.
   * @throws `lease_lost` You no longer hold this task.
   * @throws `budget_exhausted` No room is left in a budget above this work.
   */
  reserve(input: PathOf<'runs.reserve'> & ReserveForRun, options?: RequestOptions): Call<Reserved>
}

/** The operations `usage.*`. Stretches of work, what they used and what it cost; prices. */
export interface UsageResource {
  /**
   * List the usage reports of a run.
   *
   * Lists what was reported for the run and how it was booked, oldest first by default.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `invalid_cursor` The cursor is not valid for this list.
   */
  list(input: PathOf<'usage.list'> & QueryOf<'usage.list'>, options?: RequestOptions): Paged<Usage>

  /**
   * Report what a run used.
   *
   * Books tokens, time or requests of one of your runs against its budgets. The server prices them; unknown models take a fallback price and are never free. Send it after each model response or every few seconds, as often as you like.
   * If `stop` is true, stop the work at once: the lease is lost or a budget is used up. It never moves the task by itself, and needs no fence: what was spent is taken also after the lease, until seven days after the run ended, then refused with `usage_too_late`.
   * Each `reportId` counts once in a run. Sent again with the same content it gives the same report; with other content it is refused with `report_mismatch`. The run of another agent is refused with `forbidden`.
   *
   * @remarks After each model response, and once more at the end for what is left.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `report_mismatch` This reportId was used for another report of this run.
   * @throws `usage_too_late` The run ended more than seven days ago.
   * @throws `limit_reached` A limit of the workspace is reached.
   */
  report(input: PathOf<'usage.report'> & ReportUsage, options?: RequestOptions): Call<UsageAnswer>

  /**
   * Report several uses of a run at once.
   *
   * Books several reports as `usage.report` does each, in the order given, all of them or, if one is refused, none; `details.index` then says which. Sent again they are counted once.
   * The last answer says how things stand after all of them; `stop` in any of them means stop.
   *
   * @remarks When reports have piled up, as after many short calls of a model.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `report_mismatch` This reportId was used for another report of this run.
   * @throws `usage_too_late` The run ended more than seven days ago.
   * @throws `limit_reached` A limit of the workspace is reached.
   */
  reportBatch(input: PathOf<'usage.reportBatch'> & ReportUsageBatch, options?: RequestOptions): Call<UsageBatchAnswer>
}

/** The operations `logs.*`. Stretches of work, what they used and what it cost; prices. */
export interface LogsResource {
  /**
   * List the log of a run.
   *
   * Lists what the run has logged, in the order its writer counted. Logs are not part of the ledger and may be pruned.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `invalid_cursor` The cursor is not valid for this list.
   */
  list(input: PathOf<'logs.list'> & QueryOf<'logs.list'>, options?: RequestOptions): Paged<LogEntry>

  /**
   * Add lines to the log of a run.
   *
   * Adds lines to the log of one of your runs, up to 100 at once; gather them for a second or two. It needs no fence and moves nothing: lines are taken until seven days after the run ended, then refused with `run_ended`. The run of another agent is refused with `forbidden`.
   * Count the lines of a run from 1. A number that is there already is left as it is. Numbers end at 10000: a batch that goes beyond is refused with `limit_reached`, whole.
   *
   * @remarks For what helps somebody find out later what went on. What people should see now is a message of type `PROGRESS`.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `run_ended` The run has ended already.
   * @throws `limit_reached` A limit of the workspace is reached.
   */
  append(input: PathOf<'logs.append'> & AppendLogs, options?: RequestOptions): Call<LogsAppended>
}

/** The operations `prices.*`. Stretches of work, what they used and what it cost; prices. */
export interface PricesResource {
  /**
   * List the prices set in this workspace.
   *
   * Lists the prices an admin has set here, newest first by default. What is not listed is priced by the list that comes with the server, and unknown models by a fallback.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `invalid_cursor` The cursor is not valid for this list.
   */
  list(input?: QueryOf<'prices.list'>, options?: RequestOptions): Paged<Price>

  /**
   * Set the price of a meter.
   *
   * Sets what one million units of a meter cost for a model, in place of the price list; the price set before for the same provider, model and meter is replaced. It holds for reports from now on, what is booked stays.
   * A price for a named provider goes before one for `*`.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `limit_reached` A limit of the workspace is reached.
   */
  put(input: PutPrice, options?: RequestOptions): Call<Price>

  /**
   * Remove a price set in this workspace.
   *
   * Removes the price; from now on the price list that comes with the server counts again. What is booked stays. Answers with the price that was removed.
   *
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   */
  remove(input: PathOf<'prices.remove'>, options?: RequestOptions): Call<Price>
}

/** The operations `budgets.*`. Limits on spend. */
export interface BudgetsResource {
  /**
   * List budgets.
   *
   * Lists the budgets of the workspace, newest first by default. How far each is used is in `budgets.get`. The limit of a single task may also stand in the task itself, as `budgetCostMicros`.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `invalid_cursor` The cursor is not valid for this list.
   */
  list(input?: QueryOf<'budgets.list'>, options?: RequestOptions): Paged<Budget>

  /**
   * Set a limit on spending.
   *
   * Limits what may be spent, in micro-dollars. Every budget above a piece of work counts: a claim reserves its estimate in each, and is refused where one has no room.
   * When one is used up: a run or task waits for a `budget` approval, an agent is held until its day ends.
   * Without `scopeId` each agent, task or run has the limit by itself. Days are those of the timezone of the workspace. Usage of the open window before now counts too.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   * @throws `limit_reached` A limit of the workspace is reached.
   */
  create(input: CreateBudget, options?: RequestOptions): Call<Budget>

  /**
   * Read a budget and how far it is used.
   *
   * Gives the budget with its open windows: for each agent, task or run it limits, what is reserved, spent and left. The newest 50 are shown.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `not_found` There is no such thing in this workspace.
   */
  get(input: PathOf<'budgets.get'>, options?: RequestOptions): Call<BudgetDetail>

  /**
   * Change the limit of a budget.
   *
   * Changes limit or warning mark, for open windows too. A higher limit lets waiting claims through at once and lifts the holds it makes needless; a lower one stops no run that has reserved already, but its next report that needs more.
   *
   * @throws `payload_too_large` The body is too large.
   * @throws `payload_too_deep` The body is nested too deeply.
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `idempotency_key_invalid` The Idempotency-Key header is not valid.
   * @throws `idempotency_conflict` This Idempotency-Key or request id was used for another request.
   * @throws `request_in_flight` The same request is still being worked on.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   */
  update(input: PathOf<'budgets.update'> & UpdateBudget, options?: RequestOptions): Call<Budget>

  /**
   * Remove a budget.
   *
   * Removes the limit: its reservations are dropped, the holds it placed are lifted, and claims it refused go through. What was booked stays in the ledger. Answers with the budget that was removed.
   *
   * @throws `csrf_failed` The X-CSRF-Token header is missing or does not belong to this session.
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `workspace_archived` The workspace is archived and takes no changes.
   * @throws `not_found` There is no such thing in this workspace.
   */
  remove(input: PathOf<'budgets.remove'>, options?: RequestOptions): Call<Budget>
}

/** The operations `events.*`. The append-only ledger and its stream. */
export interface EventsResource {
  /**
   * List events of the workspace.
   *
   * Lists what happened in the workspace, newest first by default. Filters are combined; times compare with the event's `at`. A name in `types` that is no event type answers `validation_failed`.
   * A page may hold fewer events than `limit`, even none, while `hasMore` is true: rare events are searched for a stretch of the ledger at a time.
   * To follow what happens from now on use `events.stream`: its ids are the `seq` of these events.
   *
   * @throws `workspace_required` You belong to several workspaces and named none.
   * @throws `invalid_cursor` The cursor is not valid for this list.
   */
  list(input?: QueryOf<'events.list'>, options?: RequestOptions): Paged<Event>
}

/** All operations, by what they are about. */
export interface Resources {
  /** The operations `system.*`. */
  system: SystemResource
  /** The operations `me.*`. */
  me: MeResource
  /** The operations `sessions.*`. */
  sessions: SessionsResource
  /** The operations `signInLinks.*`. */
  signInLinks: SignInLinksResource
  /** The operations `workspaces.*`. */
  workspaces: WorkspacesResource
  /** The operations `users.*`. */
  users: UsersResource
  /** The operations `memberships.*`. */
  memberships: MembershipsResource
  /** The operations `keys.*`. */
  keys: KeysResource
  /** The operations `agents.*`. */
  agents: AgentsResource
  /** The operations `registrations.*`. */
  registrations: RegistrationsResource
  /** The operations `enrollmentTokens.*`. */
  enrollmentTokens: EnrollmentTokensResource
  /** The operations `tasks.*`. */
  tasks: TasksResource
  /** The operations `messages.*`. */
  messages: MessagesResource
  /** The operations `steps.*`. */
  steps: StepsResource
  /** The operations `files.*`. */
  files: FilesResource
  /** The operations `approvals.*`. */
  approvals: ApprovalsResource
  /** The operations `questions.*`. */
  questions: QuestionsResource
  /** The operations `runs.*`. */
  runs: RunsResource
  /** The operations `usage.*`. */
  usage: UsageResource
  /** The operations `logs.*`. */
  logs: LogsResource
  /** The operations `prices.*`. */
  prices: PricesResource
  /** The operations `budgets.*`. */
  budgets: BudgetsResource
  /** The operations `events.*`. */
  events: EventsResource
}
