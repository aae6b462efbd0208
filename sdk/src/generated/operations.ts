// Generated from spec/ by npm run generate. Do not edit.
// One line for each operation, in few bytes for it is part of every page that loads the SDK: its name, method, path (where
// `tasks/{}` is `tasks/{taskId}` and a last `/` is followed by the verb of the name), what a repeated request does (if not said: `key` for POST and PATCH, else `natural`),
// and what it gives: `page` a list, `stream` no JSON, `upload` takes bytes, else data.

export const operations = `
system.info GET /
me.get GET /me
sessions.create POST /sessions none
sessions.get GET /sessions/current
sessions.end DELETE /sessions/current
signInLinks.create POST /sign-in-links none
workspaces.list GET /workspaces page
workspaces.create POST /workspaces
workspaces.get GET /workspaces/{}
workspaces.update PATCH /workspaces/{}
workspaces.archive POST /workspaces/{}/
users.list GET /users page
users.create POST /users
users.get GET /users/{}
users.update PATCH /users/{}
users.remove DELETE /users/{}
memberships.put PUT /users/{}/membership
keys.list GET /keys page
keys.create POST /keys
keys.revoke DELETE /keys/{}
keys.rotate POST /keys/{}/
agents.register POST /agents/ none
agents.heartbeat POST /agents/ natural
registrations.list GET /registrations page
registrations.poll GET /registrations/current none
registrations.approve POST /registrations/{}/
registrations.reject POST /registrations/{}/
enrollmentTokens.list GET /enrollment-tokens page
enrollmentTokens.create POST /enrollment-tokens
enrollmentTokens.revoke DELETE /enrollment-tokens/{enrollmentTokenId}
agents.list GET /agents page
agents.get GET /agents/{}
agents.update PATCH /agents/{}
agents.remove DELETE /agents/{}
agents.deactivate POST /agents/{}/
agents.reactivate POST /agents/{}/
agents.pause POST /agents/{}/
agents.resume POST /agents/{}/
agents.drain POST /agents/{}/
tasks.list GET /tasks page
tasks.create POST /tasks
tasks.counts GET /tasks/
tasks.claimNext POST /tasks/claim natural
tasks.get GET /tasks/{}
tasks.update PATCH /tasks/{}
tasks.claim POST /tasks/{}/ natural
tasks.release POST /tasks/{}/ natural
tasks.complete POST /tasks/{}/ natural
tasks.fail POST /tasks/{}/ natural
tasks.block POST /tasks/{}/ natural
tasks.unblock POST /tasks/{}/
tasks.cancel POST /tasks/{}/
tasks.pause POST /tasks/{}/
tasks.resume POST /tasks/{}/
tasks.reopen POST /tasks/{}/
tasks.close POST /tasks/{}/
tasks.review POST /tasks/{}/reviews
tasks.addDependency PUT /tasks/{}/dependencies/{blockedByTaskId}
tasks.removeDependency DELETE /tasks/{}/dependencies/{blockedByTaskId}
tasks.transitions GET /tasks/{}/
tasks.timeline GET /tasks/{}/ page
tasks.context GET /tasks/{}/
messages.markRead POST /tasks/{}/messages/read natural
messages.list GET /tasks/{}/messages page
messages.create POST /tasks/{}/messages
steps.list GET /tasks/{}/steps page
steps.save PUT /tasks/{}/steps/{stepName}
files.list GET /tasks/{}/files page
files.put PUT /tasks/{}/files/{fileName} upload
files.get GET /files/{}
files.remove DELETE /files/{}
files.download GET /files/{}/content stream
approvals.request POST /tasks/{}/approvals natural
approvals.list GET /approvals page
approvals.get GET /approvals/{}
approvals.approve POST /approvals/{}/
approvals.deny POST /approvals/{}/
approvals.withdraw POST /approvals/{}/
questions.ask POST /tasks/{}/questions natural
questions.list GET /questions page
questions.get GET /questions/{}
questions.answer POST /questions/{}/
questions.withdraw POST /questions/{}/
runs.list GET /runs page
runs.start POST /runs natural
runs.stats GET /runs/
runs.get GET /runs/{}
runs.complete POST /runs/{}/ natural
runs.fail POST /runs/{}/ natural
runs.reserve POST /runs/{}/ natural
usage.list GET /runs/{}/usage page
usage.report POST /runs/{}/usage natural
usage.reportBatch POST /runs/{}/usage/batch natural
logs.list GET /runs/{}/logs page
logs.append POST /runs/{}/logs natural
prices.list GET /prices page
prices.put PUT /prices
prices.remove DELETE /prices/{}
budgets.list GET /budgets page
budgets.create POST /budgets
budgets.get GET /budgets/{}
budgets.update PATCH /budgets/{}
budgets.remove DELETE /budgets/{}
events.list GET /events page
events.stream GET /events/ stream
`

export type OperationId =
  | 'system.info'
  | 'me.get'
  | 'sessions.create'
  | 'sessions.get'
  | 'sessions.end'
  | 'signInLinks.create'
  | 'workspaces.list'
  | 'workspaces.create'
  | 'workspaces.get'
  | 'workspaces.update'
  | 'workspaces.archive'
  | 'users.list'
  | 'users.create'
  | 'users.get'
  | 'users.update'
  | 'users.remove'
  | 'memberships.put'
  | 'keys.list'
  | 'keys.create'
  | 'keys.revoke'
  | 'keys.rotate'
  | 'agents.register'
  | 'agents.heartbeat'
  | 'registrations.list'
  | 'registrations.poll'
  | 'registrations.approve'
  | 'registrations.reject'
  | 'enrollmentTokens.list'
  | 'enrollmentTokens.create'
  | 'enrollmentTokens.revoke'
  | 'agents.list'
  | 'agents.get'
  | 'agents.update'
  | 'agents.remove'
  | 'agents.deactivate'
  | 'agents.reactivate'
  | 'agents.pause'
  | 'agents.resume'
  | 'agents.drain'
  | 'tasks.list'
  | 'tasks.create'
  | 'tasks.counts'
  | 'tasks.claimNext'
  | 'tasks.get'
  | 'tasks.update'
  | 'tasks.claim'
  | 'tasks.release'
  | 'tasks.complete'
  | 'tasks.fail'
  | 'tasks.block'
  | 'tasks.unblock'
  | 'tasks.cancel'
  | 'tasks.pause'
  | 'tasks.resume'
  | 'tasks.reopen'
  | 'tasks.close'
  | 'tasks.review'
  | 'tasks.addDependency'
  | 'tasks.removeDependency'
  | 'tasks.transitions'
  | 'tasks.timeline'
  | 'tasks.context'
  | 'messages.markRead'
  | 'messages.list'
  | 'messages.create'
  | 'steps.list'
  | 'steps.save'
  | 'files.list'
  | 'files.put'
  | 'files.get'
  | 'files.remove'
  | 'files.download'
  | 'approvals.request'
  | 'approvals.list'
  | 'approvals.get'
  | 'approvals.approve'
  | 'approvals.deny'
  | 'approvals.withdraw'
  | 'questions.ask'
  | 'questions.list'
  | 'questions.get'
  | 'questions.answer'
  | 'questions.withdraw'
  | 'runs.list'
  | 'runs.start'
  | 'runs.stats'
  | 'runs.get'
  | 'runs.complete'
  | 'runs.fail'
  | 'runs.reserve'
  | 'usage.list'
  | 'usage.report'
  | 'usage.reportBatch'
  | 'logs.list'
  | 'logs.append'
  | 'prices.list'
  | 'prices.put'
  | 'prices.remove'
  | 'budgets.list'
  | 'budgets.create'
  | 'budgets.get'
  | 'budgets.update'
  | 'budgets.remove'
  | 'events.list'
  | 'events.stream'
