// Generated from spec/ by npm run generate. Do not edit.
// The contract as the handlers see it: properties with a default are filled in.

export interface paths {
    "/info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tell what this server is
         * @description Gives the name, the versions and the clock of the server, and the addresses of this contract, its documentation and the skill for agents. Needs no credential.
         *     Each address is absolute, made from the server's public address.
         */
        get: operations["system.info"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tell who the credential belongs to
         * @description Gives the user or agent behind the key or session of this request, its scopes, the workspace the request is in and, for a user, every workspace they belong to.
         *     A user with several workspaces who names none gets `workspace: null`, not an error.
         */
        get: operations["me.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in to the page
         * @description Starts a session of the page with a one-time `signInToken` or with a user's `key`; exactly one of the two, else `validation_failed`.
         *     The answer sets the HttpOnly, SameSite=Strict cookie `mc_session` and gives the `csrfToken` that every later request but GET must send as `X-CSRF-Token`. The session has the scopes of the key it was made with, be it directly or through a link, and ends when that key is revoked, expires or runs out after a rotation, after 30 days at the latest.
         *     A wrong, used or expired token or key, and an agent's key, answer `unauthenticated`. Ten failed tries a minute are allowed per address.
         */
        post: operations["sessions.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the session of this page
         * @description Gives the user, the end and the CSRF token of the session whose cookie comes with the request, so that a reloaded page can go on.
         *     Without a live session, also with a key in its place, the answer is `unauthenticated`.
         */
        get: operations["sessions.get"];
        put?: never;
        post?: never;
        /**
         * Sign out of the page
         * @description Ends the session whose cookie comes with the request and takes the cookie away; its open event streams are closed. Other sessions and keys of the user go on.
         *     Without a live session the answer is `unauthenticated`, which after a lost answer means that it is over.
         */
        delete: operations["sessions.end"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a link that signs you in to the page
         * @description Makes a link that opens the page signed in as oneself. It works once, for ten minutes; the token stands in the fragment, which browsers do not send to servers.
         *     The session it opens has the scopes of the credential used here. Several links may be open at once.
         */
        post: operations["signInLinks.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workspaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List workspaces
         * @description Lists the workspaces one belongs to: a user's memberships, an agent's one, all of them for an instance admin. The workspace header plays no part.
         *     Archived workspaces are listed too, with `archivedAt`.
         */
        get: operations["workspaces.list"];
        put?: never;
        /**
         * Create a workspace
         * @description Creates an empty workspace and makes the caller its first admin. Instance admins only; the workspace header plays no part.
         *     A `slug` that is taken answers `slug_taken`; one made from `name` gets a number behind it instead. An unknown timezone answers `validation_failed`.
         */
        post: operations["workspaces.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workspaces/{workspaceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a workspace
         * @description Gives one workspace by its id. One the caller does not belong to answers `not_found`, like one that does not exist; instance admins may read each.
         */
        get: operations["workspaces.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a workspace
         * @description Changes the fields given and leaves the others; an empty body changes nothing. Admins of that workspace only; the workspace header plays no part.
         *     `isDefault: true` makes it the default in place of the present one; instance admins only, else `forbidden`. A new timezone counts from the next budget windows on. An archived workspace answers `workspace_archived`.
         */
        patch: operations["workspaces.update"];
        trace?: never;
    };
    "/workspaces/{workspaceId}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Archive a workspace
         * @description Closes a workspace to new work: claims and changes answer `workspace_archived` from now on, agents that ask to join are not approved, everything stays readable. An agent at work may finish the task it holds, and report what it spent.
         *     Admins of that workspace only; the workspace header plays no part. The default workspace answers `default_workspace`. Archiving an archived workspace changes nothing. There is no way back yet.
         */
        post: operations["workspaces.archive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the users of the workspace
         * @description Lists the members of the workspace with their role in it. Instance admins who are not members are not listed.
         */
        get: operations["users.list"];
        put?: never;
        /**
         * Create a user in the workspace
         * @description Creates a person with a role in this workspace and a first key for them, whose `secret` is shown only in this answer: hand it over, they sign in to the page with it.
         *     The key works in every workspace the user belongs to, with the scopes of the role; made with a credential that works in this workspace only or lacks some of those scopes, so does the key. Someone who has a user already is added with `memberships.put` instead. A replay with the same `Idempotency-Key` gives the same user with `secret: null`; where the secret was lost, make them another key with `keys.create`.
         */
        post: operations["users.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a user of the workspace
         * @description Gives one member of the workspace. A user who is not a member here answers `not_found`.
         */
        get: operations["users.get"];
        put?: never;
        post?: never;
        /**
         * Remove a user from the workspace
         * @description Ends the user's membership here and gives the user as they were. Their keys stay but open nothing in this workspace, and their event streams of it are closed; what they did stays in the ledger.
         *     The last admin cannot be removed: `last_admin`. Who is not, or no longer, a member answers `not_found`.
         */
        delete: operations["users.remove"];
        options?: never;
        head?: never;
        /**
         * Change a user's name or role
         * @description Changes the name of a member, the same in all their workspaces, or their role in this one. What is left out stays.
         *     A lower role counts at once: event streams it no longer permits are closed within a second, and keys give no more than the new role. The last admin of the workspace cannot become less: `last_admin`.
         */
        patch: operations["users.update"];
        trace?: never;
    };
    "/users/{userId}/membership": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Give a user a role in the workspace
         * @description Makes a user who exists already a member of this workspace with the role given, or gives a member that role.
         *     Adding one who is not a member yet needs an instance admin, else `not_found`, as users of other workspaces are invisible. The last admin cannot become less: `last_admin`.
         */
        put: operations["memberships.put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List API keys
         * @description Lists one's own keys, without their secrets; revoked and expired ones too.
         *     With `ownerId`, an admin gets the keys of that agent or member of the workspace; anyone else gets `forbidden` unless it is their own id. An owner outside the workspace answers `not_found`.
         */
        get: operations["keys.list"];
        put?: never;
        /**
         * Make an API key
         * @description Makes a key, by default for oneself, and gives its `secret`, which is shown only in this answer. A replay with the same `Idempotency-Key` gives the same key with `secret: null`; where the secret was lost, rotate the key or make another.
         *     A key never gets a scope that the credential of this request lacks (`insufficient_scope`) or that the owner's role does not permit (`forbidden`). It never expires unless `expiresAt` says when; one for oneself never later than the key of this request (`forbidden`), and by default with it.
         *     An admin may make one for an agent or another member, with a credential that has the scope `admin`; such a key works in this workspace only. What a key that works in one workspace only makes for its owner works there only, too.
         */
        post: operations["keys.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/{keyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description Ends a key at once, also the one this request is made with; event streams opened with it are closed within a second, and page sessions with it end. Revoking it again gives the same answer.
         *     One's own keys; an admin, with the scope `admin`, also those of the workspace's agents and those that work in this workspace only; an instance admin each. Others answer `not_found`.
         */
        delete: operations["keys.revoke"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/{keyId}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace an API key by a new one
         * @description Makes a new key with the owner, name, scopes, workspace and expiry of the old one, and shows its `secret` only in this answer. The old key works for `graceSeconds` more, an hour by default, so that programs can change over.
         *     Rotating the old one again because the answer was lost works as long as the new key has never been used: that one is revoked, another takes its place, and the grace may become shorter but never longer. Once the new key has been used, rotated or revoked, the old one is refused with `forbidden`. A revoked, expired or run-out key answers `not_found`. A replay with the same `Idempotency-Key` gives the same new key with `secret: null`: rotate again.
         *     One's own keys, as far as the credential of this request has their scopes (`insufficient_scope`); an admin, with the scope `admin`, also those of the workspace's agents and those that work in this workspace only. With a key that has itself been rotated, only that key; with one that expires, of one's own none that lasts longer (`forbidden`).
         */
        post: operations["keys.rotate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agents/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask to join as an agent
         * @description Starts the registration of an agent. Without an enrollment token it is `pending` until a person approves it: show them the `claimCode`, and poll `registrations.poll` with the `registrationToken`. With a valid enrollment token it is `approved` at once; the key is fetched by the same poll.
         *     A pending registration is forgotten after an hour. A name that is taken answers `name_taken` only with an enrollment token, else it shows on approval. A workspace that does not exist or is archived is answered like any other, but nobody will approve the agent there.
         *     A wrong or used-up token answers `enrollment_invalid`. At most 100 registrations wait in a workspace (`registrations_full`), and an address may ask five times a minute; with a valid enrollment token neither counts.
         */
        post: operations["agents.register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agents/heartbeat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a sign of life and renew leases
         * @description Tells that a process of the agent lives, and renews exactly the leases it lists, each by its own `leaseSeconds` from now. Send it `nextHeartbeatSeconds` after the last answer; after 90 seconds without any call the agent counts as offline.
         *     Obey the answer: stop work on what is in `lost`, follow `directives`, and take up or release what is in `unlisted` under your own `instanceId`. An expired lease is never renewed. A wrong fence, or a task one does not hold, shows up in `lost`, not as an error.
         *     What people wrote on the tasks meanwhile is in `messages`, again on each heartbeat until `messages.markRead`.
         *     If no answer comes until a lease's `expiresAt`, take it as lost. Presence is no change: a heartbeat writes no event.
         */
        post: operations["agents.heartbeat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/registrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List registrations of agents
         * @description Lists the agents that asked to join this workspace, whatever their state. Pending ones are forgotten after an hour, decided ones 24 hours after the decision.
         *     With `claimCode` one finds the agent that shows this code; an unknown code gives an empty list.
         */
        get: operations["registrations.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/registrations/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Wait for the decision and fetch the key
         * @description Tells what became of the registration whose token is the bearer credential. While it is pending the request is held open for up to `waitSeconds`.
         *     Once it is approved, each poll mints a key and gives it as `apiKey`; the key of the poll before, never used, is revoked. So a lost answer loses nothing: poll again. Store the key, then use it: the token dies with the first request made with a key, or 24 hours after approval, and then answers `unauthenticated`.
         *     A rejection gives its `reason`; do not register again unless it tells you to.
         */
        get: operations["registrations.poll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/registrations/{registrationId}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let an agent join
         * @description Approves a pending registration and makes the agent, with the capabilities and the number of tasks granted, by default as it asked. Its next poll fetches the key. Other registrations of the same name that wait are rejected, as they are where an enrollment token lets one in. The one who approves counts as having enrolled it and is not its second person for RED approvals.
         *     A registration that is decided already answers `already_decided`; one that is forgotten `not_found`; a name an agent of the workspace has by now `name_taken`.
         */
        post: operations["registrations.approve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/registrations/{registrationId}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refuse an agent that asked to join
         * @description Rejects a pending registration; the agent reads the `reason` on its next poll and gets no key.
         *     A registration that is decided already answers `already_decided`, one that is forgotten `not_found`.
         */
        post: operations["registrations.reject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/enrollment-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List enrollment tokens
         * @description Lists the enrollment tokens of the workspace without their secrets; used-up, expired and revoked ones too.
         */
        get: operations["enrollmentTokens.list"];
        put?: never;
        /**
         * Make an enrollment token
         * @description Makes a token with which `uses` agents (one by default) join this workspace without waiting for a person, until `expiresAt` (24 hours by default). Give `capabilities` to grant exactly these; else each agent gets what it asks for.
         *     The `secret` is shown only in this answer. A replay with the same `Idempotency-Key` gives the same token with `secret: null`; where the secret was lost, revoke the token and make another.
         */
        post: operations["enrollmentTokens.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/enrollment-tokens/{enrollmentTokenId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an enrollment token
         * @description Ends an enrollment token at once. Agents that joined with it stay; one that joined but has not fetched its key still may. Revoking it again gives the same answer.
         */
        delete: operations["enrollmentTokens.revoke"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the agents of the workspace
         * @description Lists the agents of the workspace with what they can do, whether they are there and what holds them back. Removed agents are not listed. Filters are combined; `capability` and `name` must match exactly.
         */
        get: operations["agents.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agents/{agentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an agent
         * @description Gives one agent of the workspace. A removed agent, and one of another workspace, answer `not_found`.
         */
        get: operations["agents.get"];
        put?: never;
        post?: never;
        /**
         * Remove an agent
         * @description Removes an agent for good and gives it as it was last. Its keys are revoked, its leases end and their tasks go back to the queue with no attempt counted; its name is free again.
         *     What it did stays in tasks, runs and the ledger under its id. An agent already removed answers `not_found`. To stop one for a while use `agents.pause` or `agents.deactivate`.
         */
        delete: operations["agents.remove"];
        options?: never;
        head?: never;
        /**
         * Change what is known of an agent
         * @description Changes the fields given and leaves the others; an empty body changes nothing. An agent may change only itself, and neither its name nor its capabilities nor `maxConcurrentTasks`: these answer `forbidden`.
         *     New capabilities count from the next claim on; tasks the agent holds stay with it. A name that is taken answers `name_taken`.
         */
        patch: operations["agents.update"];
        trace?: never;
    };
    "/agents/{agentId}/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Forbid an agent to work
         * @description Takes the agent's right to work until it is reactivated: claims by id and new runs answer `agent_inactive`, `tasks.claimNext` the reason `deactivated`, heartbeats a `stop` directive. Its leases end and their tasks go back to the queue with no attempt counted.
         *     Its keys still open reading and the reporting of usage. Deactivating it again changes nothing.
         */
        post: operations["agents.deactivate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agents/{agentId}/reactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a deactivated agent work again
         * @description Gives a deactivated agent its right to work back; its keys are the same. It claims by itself when it next asks. Holds that cover it stay. Reactivating an active agent changes nothing.
         */
        post: operations["agents.reactivate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agents/{agentId}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause an agent
         * @description Places an operator's hold on the agent: it gets no more tasks, and the tasks it works on become `paused`, their leases end with the reason `paused` and no attempt is counted. The agent hears of it on its next heartbeat and on its stream. A task that waits for an approval stays where it is, without a lease.
         *     Lasts until `agents.resume`. An agent paused by an operator already stays as it is, with the first reason; holds of other causes stand beside this one.
         */
        post: operations["agents.pause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agents/{agentId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a paused or draining agent go on
         * @description Lifts the operator's hold on the agent, and that of a provider's limit, and ends its draining. Tasks that this hold paused and no other hold covers become ready again.
         *     Holds of other causes stay: a budget's lifts at the end of its window, so look at `paused` in the answer. An agent that is neither paused nor draining stays as it is.
         */
        post: operations["agents.resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agents/{agentId}/drain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let an agent finish and take nothing new
         * @description Marks the agent as draining: `tasks.claimNext` answers the reason `draining`, its heartbeats carry a `drain` directive, and the tasks it holds go on to their end. Lasts until `agents.resume`. An agent that drains already stays as it is.
         */
        post: operations["agents.drain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tasks
         * @description Lists the tasks of the workspace, newest first by default. Filters are combined: a task must fit each one that is given.
         *     Finished tasks are listed too; give `state` to leave them out. The list holds no deliverables and messages; `tasks.get` and `messages.list` do.
         */
        get: operations["tasks.list"];
        put?: never;
        /**
         * Create a task
         * @description Creates a task. It is `ready` at once and may be claimed, or `backlog` while a task in `blockedBy` is open or `hold` is true.
         *     An agent may create only children of a task it holds: it must give `parentId` and, as `fence`, the fence of its lease on that parent. Depth and number of such children are limited (3 deep, 20 open each; beyond that `limit_reached`).
         *     It may assign a child to another agent or to itself, but not to one that created an open task above it: work is not handed back (`forbidden`).
         *     A parent cannot be completed while a child is open.
         */
        post: operations["tasks.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count tasks by state
         * @description Counts the tasks of the workspace in each state. Each is counted to 1000 at most; beyond that `more` is true and `count` stays 1000, so the answer is quick however many there are.
         */
        get: operations["tasks.counts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Claim the next task that fits
         * @description Gives you the best task you may work on, and only you: highest priority first, then earliest due date, then longest ready, among those whose capabilities you have and that are not assigned to another.
         *     Where there is none, the request stays open up to `waitSeconds` and is answered as soon as one turns up; then `task` is null and `reason` says why.
         *     With a task come a lease, a run and a reservation of its estimate. Send the lease in each heartbeat or it expires, and its `fence` with each write on the task.
         *     The same `claimRequestId` again gives the same lease while it lives; once that run is over it is refused with `run_ended`, and one that started a run without a task with `idempotency_conflict`: use a new one for each claim.
         */
        post: operations["tasks.claimNext"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{taskId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        /**
         * Read a task
         * @description Gives the task with the deliverable of its latest completed run, the tasks it waits for and that wait for it, its children, and the approvals and questions that are pending.
         *     Its thread is in `messages.list`, its history in `tasks.timeline`.
         */
        get: operations["tasks.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a task
         * @description Changes the fields that are given and leaves the others. `closed` and `canceled` tasks cannot be changed.
         *     `hold: true` takes a `ready` task back to `backlog`; to stop one that is being worked on use `tasks.pause`. `hold: false` makes it `ready` again once nothing else holds it back.
         *     Give the `version` you have seen as `expectedVersion` where others edit too.
         */
        patch: operations["tasks.update"];
        trace?: never;
    };
    "/tasks/{taskId}/claim": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Claim one task by its id
         * @description Gives you this task if it is `ready`, its `notBefore` has passed, you have its capabilities, it is not assigned to or just now preferred for another, and you have room. It never waits; a refusal says why.
         *     With the task come a lease, a run and a reservation of its estimate, as with `tasks.claimNext`.
         *     The same `claimRequestId` again gives the same lease while it lives, then `run_ended`; one that claimed another task or started a run is refused with `idempotency_conflict`.
         */
        post: operations["tasks.claim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{taskId}/release": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a task back
         * @description Ends your lease and run without an outcome; no attempt is counted and what is left of the reservation is freed. The task is `ready` again (or `backlog` while something holds it back).
         *     A task that waits in `needs_approval` stays there, and is ready again once people have decided.
         *     The same fence again gets the same answer.
         */
        post: operations["tasks.release"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{taskId}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand in the result of a task
         * @description Hands in the deliverable and ends your lease and run. The task is `done`, or `review` if it asks for a review; what is left of the reservation is freed.
         *     Refused while children are open (`open_children`) and while approvals are pending (`invalid_transition`).
         *     What the task asks for in `outputSchema` and `requiredArtifacts` must be there: put files with `files.put` first. Else it is refused with `acceptance_failed`, whose `details.missing` names each missing artifact and each place of the output that does not fit with what is wanted there. Nothing changes then and the task stays yours, so mend it and hand it in again.
         *     The same fence again gets the same answer and changes nothing, so it is safe to repeat. Report usage before or after; it is taken for seven days.
         */
        post: operations["tasks.complete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{taskId}/fail": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that an attempt failed
         * @description Ends your lease and run with an error and counts an attempt. With `retryable` (the default) and attempts left the task is `ready` again after a back-off, or after `retryAfterSeconds` if you give it; else it is `failed`.
         *     With `providerLimit` nothing is wrong with the task: no attempt is counted, it is `ready` for others at once, and your claims answer `provider_limited` until the limit resets. What else you hold goes on.
         *     The same fence again gets the same answer.
         */
        post: operations["tasks.fail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{taskId}/block": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that a task is stuck
         * @description Ends your lease and run and moves the task to `blocked` with a reason; no attempt is counted. A person lets it go on with `tasks.unblock`.
         *     With kind `dependency` give `blockedByTaskId`: it becomes a dependency, and the task is ready again by itself once that one is done.
         *     The same fence again gets the same answer.
         */
        post: operations["tasks.block"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{taskId}/unblock": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a blocked task go on
         * @description Moves a `blocked` task of any kind to `ready`, or to `backlog` while a dependency is open or the task is held. A note is posted in its thread for the next agent.
         */
        post: operations["tasks.unblock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{taskId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Call a task off
         * @description Moves the task to `canceled`, whatever is happening to it; only `done`, `closed` and `canceled` tasks are refused. Its open children are canceled too and its pending approvals withdrawn.
         *     A lease ends at once: the agent hears `abort_task` on its next heartbeat and on its stream, and its writes get `lease_lost` with reason `canceled`.
         */
        post: operations["tasks.cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{taskId}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop a task that is being worked on
         * @description Places a hold on an `in_progress` task and moves it to `paused`. The lease ends, no attempt is counted, and the agent hears `abort_task` on its next heartbeat. `tasks.resume` lifts the hold.
         *     A task nobody works on is kept back with `hold: true` in `tasks.update` instead.
         */
        post: operations["tasks.pause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{taskId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lift the hold on a task
         * @description Lifts the hold that `tasks.pause` placed. The task is `ready` again (or `backlog` while something holds it back), unless another hold covers it: then it stays `paused` and names that one.
         *     A task paused by a hold on its agent or workspace goes on when that hold is lifted; here it is refused with `invalid_transition`.
         */
        post: operations["tasks.resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{taskId}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do a finished task once more
         * @description Moves a `done`, `failed` or `canceled` task back to `ready` (or `backlog` while something holds it back). Attempts start at 0; fence, thread, deliverable and history stay, and the steps that runs have saved are forgotten. `closed` is final.
         *     Tasks that wait for it wait again; one that is being worked on goes on meanwhile.
         */
        post: operations["tasks.reopen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{taskId}/close": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a done task away
         * @description Moves a `done` task to `closed`. That is final: a closed task can neither be reopened nor changed. It goes on counting as done for tasks that wait for it.
         */
        post: operations["tasks.close"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{taskId}/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept a result or ask for changes
         * @description Gives the verdict on a task in `review`. `approve` makes it `done`; `request_changes` sends it back to `ready` with your text, which the next claim shows as `feedback`, and prefers the author for two minutes; the steps that runs have saved are forgotten, for the work is to be done once more.
         *     The verdict is posted in the thread as a `REVIEW`. Agents may review only where policy allows and never their own work; today no policy does, so they get `forbidden`.
         */
        post: operations["tasks.review"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{taskId}/dependencies/{blockedByTaskId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
                /** @description Id of the task that must be done first. */
                blockedByTaskId: components["parameters"]["BlockedByTaskId"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Make a task wait for another
         * @description Makes the task wait until the other is `done` or `closed`. A `ready` task whose other is still open goes back to `backlog`; one that is being worked on goes on.
         *     Where the dependency exists already, its `onFailure` is set. A circle is refused with `dependency_cycle`, more than 100 dependencies with `limit_reached`.
         *     Answers with the waiting task.
         */
        put: operations["tasks.addDependency"];
        post?: never;
        /**
         * Let a task no longer wait for another
         * @description Removes the dependency. If it was the last open one and nobody holds the task, it becomes `ready`. Removing one that does not exist changes nothing.
         *     Answers with the task that waited.
         */
        delete: operations["tasks.removeDependency"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{taskId}/transitions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        /**
         * Tell which moves lead on from here
         * @description Lists each move from the state the task is in: where it leads, who may make it, by which operation, and whether you may make it now. Moves of the server itself have no operation.
         */
        get: operations["tasks.transitions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{taskId}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        /**
         * Read the history of a task
         * @description Lists what happened to the task and its runs, oldest first by default, each with one line for people and the data of the event. Messages are shown in full.
         *     To follow it live use `events.stream` with `taskId`.
         */
        get: operations["tasks.timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{taskId}/context": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        /**
         * Read what an agent needs to start
         * @description Gives one text of at most 32 kB with all an agent needs to start: the task, what the result must have, what a reviewer wants changed, what people decided, limits and money left, the input, the files, what came of the tasks it waited for, its parent, and the newest of its thread.
         *     Where not all fits, the less important is cut first, each cut says where the rest is, and `truncated` is true. Whatever people and agents wrote is quoted line by line (`>`): it is data, and no line of it looks like one of the server's.
         */
        get: operations["tasks.context"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{taskId}/messages/read": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that you have read what people wrote
         * @description Marks comments of people on a task you hold as read; `agents.heartbeat` and the next claim carry them no more, and people see that you know. Others among the ids, such as your own messages, stay as they are; an id that is no message of this task is `not_found`, and then none is marked.
         */
        post: operations["messages.markRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{taskId}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        /**
         * List the messages of a task
         * @description Lists the thread of the task, oldest first by default: comments, plans, progress, artifacts, reviews, and what the server noted.
         */
        get: operations["messages.list"];
        put?: never;
        /**
         * Post a message to a task
         * @description Adds a message to the thread of the task; it never moves the task. A `COMMENT` of a person is also a message to the agent that works on the task, or to the next one that does: its heartbeats and its claim carry it until the agent has read it. Any agent of the workspace may comment. `WORK_PLAN`, `PROGRESS` and `ARTIFACT` of an agent need the `fence` of its lease and get `lease_lost` once that is over.
         *     Progress is shown as a bar if `progress` says how much is done.
         */
        post: operations["messages.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{taskId}/steps": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        /**
         * List the steps of a task that are done
         * @description Lists what `steps.save` kept, oldest first by default. Read it after a claim with `fence` above 1 and leave out what is done. An agent may read it only while it holds the task, else `forbidden`.
         */
        get: operations["steps.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{taskId}/steps/{stepName}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
                /** @description Name of the step. Percent-encoded as UTF-8 where you write the address yourself. */
                stepName: components["parameters"]["StepName"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Keep what a step of the work came to
         * @description Keeps the result of a step of your task under its name, so that a run after a lost lease, a failed attempt, a release or a wait need not do it again. The first result stands: saved again, the answer has what is kept, with `isFirst: false`.
         *     Steps belong to one piece of work: when a reviewer asks for changes, and when the task is reopened, all are forgotten, for the work is to be done once more. Of a task that is done they stay to be looked at.
         *     At most 1000 steps a task, then `limit_reached`.
         */
        put: operations["steps.save"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{taskId}/files": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        /**
         * List the files of a task
         * @description Lists the inputs that people gave and the artifacts that agents made, newest first by default. Of each name only the version it means now is shown, unless `versions` is `all`.
         */
        get: operations["files.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{taskId}/files/{fileName}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
                /** @description Name of the file: 1 to 200 characters, one at least that can be seen, no slash, no control character, none that turns the direction of writing or ends a line, not `.` or `..`. Percent-encoded as UTF-8 where you write the address yourself. */
                fileName: components["parameters"]["FileName"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Put a file to a task
         * @description The body is the file as it is, at most 25 MiB (26214400 bytes); its `Content-Type` is kept as `mediaType`. What a person puts is an `input`, taken while the task is not over; what the agent that holds the task puts is an `artifact` and needs the fence of its lease in the header `Mission-Control-Fence`.
         *     The same name with the same bytes gives the file that is there already, so it is safe to repeat; with other bytes it makes a new version, which the name then means. Inputs and artifacts have names of their own: an agent never replaces what a person gave.
         *     Who may not put it is told before the bytes are taken; send `Expect: 100-continue` to be told before you send them. An upload that breaks off leaves nothing. A task has at most 200 files, all versions counted, of 1 GiB together (`limit_reached`).
         */
        put: operations["files.put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/files/{fileId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the file. */
                fileId: components["parameters"]["FileId"];
            };
            cookie?: never;
        };
        /**
         * Get what is known of a file
         * @description Gives name, size, digest and author of one version of a file; `files.download` gives its bytes.
         */
        get: operations["files.get"];
        put?: never;
        post?: never;
        /**
         * Remove a file
         * @description Removes this version of the file for good; if the name meant it, the name means the version before it, if there is one. The ledger keeps its name, size and digest.
         *     An agent may remove only artifacts it put there itself, while it holds the task, with the fence of its lease in the header `Mission-Control-Fence`. Removing it again gives the same answer.
         */
        delete: operations["files.remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/files/{fileId}/content": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the file. */
                fileId: components["parameters"]["FileId"];
            };
            cookie?: never;
        };
        /**
         * Download the bytes of a file
         * @description Answers with the bytes themselves, always as a download (`Content-Disposition: attachment`), never to be shown in place: who put the file there chose its type. `ETag` is the SHA-256 of the bytes.
         *     One range may be asked for with `Range: bytes=…` (`206`, with `Content-Range`), and with `If-Range` only if the file is still the same; several ranges at once are answered with the whole file.
         */
        get: operations["files.download"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{taskId}/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask people before doing something risky
         * @description Asks whether you may do what `action` and `payload` say. GREEN is approved at once; YELLOW waits for one person and RED for two different ones, and the task is `needs_approval` meanwhile. You keep the lease: go on sending heartbeats and read `approvals.get`, or release the task and find the answer under `decisions` when it is claimed again.
         *     Only once `state` is `approved`, do exactly what its `payload` says. Denied or expired: with `onDenial: continue` go on without it; with `block` the lease ends and the task is blocked, and so it is with either if you no longer hold the task by then.
         *     The same action, risk and payload on the same task give the approval that exists already, pending or decided, so it is safe to repeat.
         */
        post: operations["approvals.request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List approvals
         * @description Lists the approvals of the workspace, newest first by default. With `state=pending` it is what people have to decide.
         */
        get: operations["approvals.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/approvals/{approvalId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the approval. */
                approvalId: components["parameters"]["ApprovalId"];
            };
            cookie?: never;
        };
        /**
         * Read an approval
         * @description Gives the approval with its votes. An agent that waits for it reads it every few seconds, or listens to `events.stream` with its `taskId`.
         */
        get: operations["approvals.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/approvals/{approvalId}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the approval. */
                approvalId: components["parameters"]["ApprovalId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say yes to an approval
         * @description Adds your vote for it. YELLOW and budgets are approved with that, RED needs the vote of a second person. All keys of one person count as that person.
         *     Who let the asking agent in, by approving it or by the enrollment token it came with, may give the first vote on its RED request and not the second: that is refused with `self_approval`. Once no approval of the task is pending it goes on: with its agent if the lease lives, else as `ready`.
         *     For a budget, `grantCostMicros` is how much may be spent on top; by default the limit once more. If the task no longer waits, the decision is recorded and moves nothing.
         */
        post: operations["approvals.approve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/approvals/{approvalId}/deny": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the approval. */
                approvalId: components["parameters"]["ApprovalId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say no to an approval
         * @description Denies it at once, also where another person has approved; one no is enough. The note tells the agent why and what to do instead.
         *     The agent goes on without the action if it holds the lease and asked with `onDenial: continue`; else the task is `blocked` with kind `approval`, and `tasks.unblock` lets it go on.
         */
        post: operations["approvals.deny"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/approvals/{approvalId}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the approval. */
                approvalId: components["parameters"]["ApprovalId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take an approval back
         * @description Takes a pending approval back: the action is no longer wanted. It is no denial; once nothing else is pending, the task goes on. An agent may withdraw only what it asked for itself, others get `forbidden`.
         */
        post: operations["approvals.withdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{taskId}/questions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask a person what you need to know
         * @description Asks people, with options to choose from, in free words, or both. The task is `needs_approval` until somebody answers, and you keep the lease: go on sending heartbeats and read `questions.get`, or release the task and find the answer under `answers` when it is claimed again.
         *     Nobody answers in time: it is `expired` and you go on without, as you do when it is withdrawn.
         *     The same question, options and context on the same task give the question that exists already, pending or answered, so it is safe to repeat.
         */
        post: operations["questions.ask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/questions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List questions
         * @description Lists the questions of the workspace, newest first by default. With `state=pending` it is what people have to answer.
         */
        get: operations["questions.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/questions/{questionId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the question. */
                questionId: components["parameters"]["QuestionId"];
            };
            cookie?: never;
        };
        /**
         * Read a question
         * @description Gives the question with its answer. An agent that waits for it reads it every few seconds, or listens to `events.stream` with its `taskId`.
         */
        get: operations["questions.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/questions/{questionId}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the question. */
                questionId: components["parameters"]["QuestionId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer a question of an agent
         * @description Gives the agent one of its `options`, your own words, or both; your own words are always taken. One answer settles it.
         *     Once nothing else of the task is pending it goes on: with its agent if the lease lives, else as `ready`, and the next run finds the answer under `answers`.
         *     If the task no longer waits, the answer is recorded and moves nothing.
         */
        post: operations["questions.answer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/questions/{questionId}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the question. */
                questionId: components["parameters"]["QuestionId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a question back
         * @description Takes a pending question back: the answer is no longer needed. Once nothing else is pending, the task goes on. An agent may withdraw only what it asked itself, others get `forbidden`.
         */
        post: operations["questions.withdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List runs
         * @description Lists the runs of the workspace, latest start first by default. Filters are combined: a run must fit each one that is given.
         */
        get: operations["runs.list"];
        put?: never;
        /**
         * Start work that has no task
         * @description Opens a run of your own and reserves its estimate against the budgets of the run, the agent and the workspace; refused with `budget_exhausted` where one has no room. Work on a task needs no call of this kind: its claim opened the run.
         *     Report what it uses with `usage.report` and end it with `runs.complete` or `runs.fail`.
         *     The same `startRequestId` again gives the same run while it is running, then `run_ended`; one that claimed a task is refused with `idempotency_conflict`.
         */
        post: operations["runs.start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sum up the runs of a stretch of time
         * @description Counts the runs that started from `since` on and before `until`, by the status they have now, with their average length, cost and tokens.
         *     The stretch is at most 31 days, else `validation_failed`; by default the last 24 hours. With only `until` given it is the 24 hours before, with only `since` it ends now.
         */
        get: operations["runs.stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{runId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the run. */
                runId: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        /**
         * Read a run
         * @description Gives the run: what it works on, how it ended, and its money. Its usage reports are in `usage.list`.
         */
        get: operations["runs.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{runId}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the run. */
                runId: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a run of your own that went well
         * @description Ends a run that `runs.start` opened and frees what is left of its reservation. Completing it again gives the same answer; one that ended otherwise is refused with `run_ended`.
         *     The run of a task ends with the task: `tasks.complete` and the like; here it is refused with `run_has_task`. The run of another agent is refused with `forbidden`.
         */
        post: operations["runs.complete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{runId}/fail": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the run. */
                runId: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a run of your own that went wrong
         * @description Ends a run that `runs.start` opened with an error and frees what is left of its reservation. Failing it again gives the same answer; one that ended otherwise is refused with `run_ended`.
         *     The run of a task is ended by `tasks.fail`; here it is refused with `run_has_task`. The run of another agent is refused with `forbidden`.
         */
        post: operations["runs.fail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{runId}/reserve": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the run. */
                runId: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set money aside before a costly step
         * @description Makes sure that at least `costMicros` is set aside for what the run still spends, in every budget above it: what is missing is added in each, or in none. Where one has no room the answer is `budget_exhausted`, naming it; nothing is stopped, and you may try something cheaper.
         *     What is set aside already counts, so the same again changes nothing. Usage is booked out of it, and the end of the run frees the rest.
         *     Only your own run while it goes on: one that has ended is refused with `run_ended`, that of a task whose lease is over with `lease_lost`, that of another agent with `forbidden`.
         */
        post: operations["runs.reserve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{runId}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the run. */
                runId: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        /**
         * List the usage reports of a run
         * @description Lists what was reported for the run and how it was booked, oldest first by default.
         */
        get: operations["usage.list"];
        put?: never;
        /**
         * Report what a run used
         * @description Books tokens, time or requests of one of your runs against its budgets. The server prices them; unknown models take a fallback price and are never free. Send it after each model response or every few seconds, as often as you like.
         *     If `stop` is true, stop the work at once: the lease is lost or a budget is used up. It never moves the task by itself, and needs no fence: what was spent is taken also after the lease, until seven days after the run ended, then refused with `usage_too_late`.
         *     Each `reportId` counts once in a run. Sent again with the same content it gives the same report; with other content it is refused with `report_mismatch`. The run of another agent is refused with `forbidden`.
         */
        post: operations["usage.report"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{runId}/usage/batch": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the run. */
                runId: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report several uses of a run at once
         * @description Books several reports as `usage.report` does each, in the order given, all of them or, if one is refused, none; `details.index` then says which. Sent again they are counted once.
         *     The last answer says how things stand after all of them; `stop` in any of them means stop.
         */
        post: operations["usage.reportBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{runId}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the run. */
                runId: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        /**
         * List the log of a run
         * @description Lists what the run has logged, in the order its writer counted. Logs are not part of the ledger and may be pruned.
         */
        get: operations["logs.list"];
        put?: never;
        /**
         * Add lines to the log of a run
         * @description Adds lines to the log of one of your runs, up to 100 at once; gather them for a second or two. It needs no fence and moves nothing: lines are taken until seven days after the run ended, then refused with `run_ended`. The run of another agent is refused with `forbidden`.
         *     Count the lines of a run from 1. A number that is there already is left as it is. Numbers end at 10000: a batch that goes beyond is refused with `limit_reached`, whole.
         */
        post: operations["logs.append"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the prices set in this workspace
         * @description Lists the prices an admin has set here, newest first by default. What is not listed is priced by the list that comes with the server, and unknown models by a fallback.
         */
        get: operations["prices.list"];
        /**
         * Set the price of a meter
         * @description Sets what one million units of a meter cost for a model, in place of the price list; the price set before for the same provider, model and meter is replaced. It holds for reports from now on, what is booked stays.
         *     A price for a named provider goes before one for `*`.
         */
        put: operations["prices.put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/prices/{priceId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the price. */
                priceId: components["parameters"]["PriceId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a price set in this workspace
         * @description Removes the price; from now on the price list that comes with the server counts again. What is booked stays. Answers with the price that was removed.
         */
        delete: operations["prices.remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/budgets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List budgets
         * @description Lists the budgets of the workspace, newest first by default. How far each is used is in `budgets.get`. The limit of a single task may also stand in the task itself, as `budgetCostMicros`.
         */
        get: operations["budgets.list"];
        put?: never;
        /**
         * Set a limit on spending
         * @description Limits what may be spent, in micro-dollars. Every budget above a piece of work counts: a claim reserves its estimate in each, and is refused where one has no room.
         *     When one is used up: a run or task waits for a `budget` approval, an agent is held until its day ends.
         *     Without `scopeId` each agent, task or run has the limit by itself. Days are those of the timezone of the workspace. Usage of the open window before now counts too.
         */
        post: operations["budgets.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/budgets/{budgetId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the budget. */
                budgetId: components["parameters"]["BudgetId"];
            };
            cookie?: never;
        };
        /**
         * Read a budget and how far it is used
         * @description Gives the budget with its open windows: for each agent, task or run it limits, what is reserved, spent and left. The newest 50 are shown.
         */
        get: operations["budgets.get"];
        put?: never;
        post?: never;
        /**
         * Remove a budget
         * @description Removes the limit: its reservations are dropped, the holds it placed are lifted, and claims it refused go through. What was booked stays in the ledger. Answers with the budget that was removed.
         */
        delete: operations["budgets.remove"];
        options?: never;
        head?: never;
        /**
         * Change the limit of a budget
         * @description Changes limit or warning mark, for open windows too. A higher limit lets waiting claims through at once and lifts the holds it makes needless; a lower one stops no run that has reserved already, but its next report that needs more.
         */
        patch: operations["budgets.update"];
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List events of the workspace
         * @description Lists what happened in the workspace, newest first by default. Filters are combined; times compare with the event's `at`. A name in `types` that is no event type answers `validation_failed`.
         *     A page may hold fewer events than `limit`, even none, while `hasMore` is true: rare events are searched for a stretch of the ledger at a time.
         *     To follow what happens from now on use `events.stream`: its ids are the `seq` of these events.
         */
        get: operations["events.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow the events of the workspace
         * @description Sends events as server-sent events as they happen, without gap or repeat. Each frame has `id` (the event's `seq`) and `data` (the event as in `events.list`, JSON on one line); there is never an `event:` line, the type is inside the data. A frame of `id:` alone comes first, and then at least every 15 seconds: it keeps the connection alive and names the last number looked at, so that a filtered reader resumes where it was. `retry:` says how many milliseconds to wait before connecting again.
         *     Begins after `after`, or the header `Last-Event-ID`, which wins if both are sent; without either, with what happens next. A number beyond the last event answers `validation_failed`. Several filters are combined.
         *     A reader that takes its frames too slowly is cut off, and connects again with its last id. The stream also ends when the key is revoked or expires, the role no longer permits it, or the server shuts down. Proxies must not buffer it.
         */
        get: operations["events.stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description What this server is and where to read on. */
        ServerInfo: {
            /** @description Name of the program. */
            name: string;
            /** @description Version of the server program. */
            version: string;
            /** @description Version of this API, as in its address. */
            apiVersion: string;
            /**
             * Format: uri
             * @description Where to get the SDK that fits; null where this server hands out none.
             */
            sdkUrl: string | null;
            /**
             * Format: uri
             * @description Where to get the command line that fits, for `npx`; null where this server hands out none.
             */
            cliUrl: string | null;
            /**
             * Format: uri
             * @description Where to get this server as a package to test against, for `createTestMissionControl` of the SDK; null where it hands out none.
             */
            serverPackageUrl: string | null;
            /**
             * Format: uri
             * @description SKILL.md, which teaches an agent to work with this server.
             */
            skillUrl: string;
            /**
             * Format: uri
             * @description This contract for readers.
             */
            documentationUrl: string;
            /**
             * Format: uri
             * @description This contract for programs.
             */
            openapiUrl: string;
            /**
             * Format: date-time
             * @description The server's clock.
             */
            time: string;
        };
        /** @description The answer to a request that was refused or failed. */
        ErrorBody: {
            /**
             * @description Always false; `true` marks the other kind of answer.
             * @constant
             */
            success: false;
            /** @description What went wrong, for a program (`code`, `details`) and for a reader (`message`, `hint`). */
            error: {
                /** @description Stable name of the error, e.g. `lease_lost`; decide by this, never by `message`. All codes stand in the `x-mission-control.errors` table. */
                code: string;
                /** @description One sentence naming the offending value. Its wording may change. */
                message: string;
                /** @description What to do next. */
                hint: string;
                /** @description Id of this request, also in the `X-Request-Id` header and in the log of the server. */
                requestId: string;
                /** @description Data that belongs to the code: `issues` for `validation_failed` (each with `path` and `message`), `reason` for `lease_lost`, `allowed` for `invalid_transition`, `workspaces` (the slugs of yours) for a `forbidden` that is about the workspace you named; null where there is none. */
                details: {
                    [key: string]: unknown;
                } | null;
            };
        };
        /**
         * @description What a key may be used for: `read` look, `write` change, `decide` approve and reject for a person, `admin` change rights and limits.
         * @enum {string}
         */
        KeyScope: "read" | "write" | "decide" | "admin";
        /** @description A workspace and one's own role in it. */
        MyWorkspace: {
            /** @description Id of the workspace. */
            id: string;
            /** @description Its name for addresses. */
            slug: string;
            /** @description Its name for people. */
            name: string;
            /**
             * @description Role of the user; `agent` for an agent, `admin` for an instance admin.
             * @enum {string}
             */
            role: "viewer" | "operator" | "admin" | "agent";
        };
        /**
         * @description Role of a user in a workspace, each including the one before: `viewer` looks, `operator` runs the work, `admin` runs the workspace.
         * @enum {string}
         */
        WorkspaceRole: "viewer" | "operator" | "admin";
        /** @description A user's place in one workspace. */
        Membership: {
            /** @description Id of the workspace. */
            workspaceId: string;
            /** @description Its name for addresses. */
            slug: string;
            /** @description Its name for people. */
            name: string;
            role: components["schemas"]["WorkspaceRole"];
        };
        /** @description Who the credential of this request belongs to. */
        Me: {
            /**
             * @description A person or a program.
             * @enum {string}
             */
            kind: "user" | "agent";
            /** @description Id of the user; null for an agent. */
            userId: string | null;
            /** @description Id of the agent; null for a user. */
            agentId: string | null;
            /** @description Name of the user or agent. */
            name: string;
            /** @description Whether it is a user who runs the server; they act as an admin in every workspace. */
            instanceAdmin: boolean;
            /** @description The key used; null for a session of the page. */
            keyId: string | null;
            /** @description What this credential may be used for. */
            scopes: components["schemas"]["KeyScope"][];
            /** @description The workspace this request is in; null for a user who belongs to several and named none. */
            workspace: components["schemas"]["MyWorkspace"] | null;
            /** @description Every workspace the user belongs to; empty for an agent. */
            memberships: components["schemas"]["Membership"][];
        };
        /** @description Exactly one of the two. */
        CreateSession: {
            /** @description One-time token from the fragment of a sign-in link. */
            signInToken?: string;
            /** @description API key of a user. */
            key?: string;
        };
        /** @description The user signed in, independent of any workspace. */
        SessionUser: {
            /** @description Id of the user. */
            id: string;
            /** @description Their name. */
            name: string;
            /** @description Their address; null where unknown. */
            email: string | null;
            /** @description Whether they run the server. */
            instanceAdmin: boolean;
        };
        /** @description A session of the page. */
        SessionInfo: {
            user: components["schemas"]["SessionUser"];
            /**
             * Format: date-time
             * @description When one has to sign in again.
             */
            expiresAt: string;
            /** @description To be sent as `X-CSRF-Token` with every request of this session but GET. */
            csrfToken: string;
        };
        /** @description The session is over. */
        SessionEnded: {
            /**
             * @description Always true.
             * @constant
             */
            ended: true;
        };
        /** @description Nothing to say; the link is always for oneself. */
        CreateSignInLink: Record<string, never>;
        /** @description A link that signs in once. */
        SignInLink: {
            /**
             * Format: uri
             * @description Address to open in a browser. The token stands in the fragment, so that it reaches no log.
             */
            url: string;
            /**
             * Format: date-time
             * @description When the link stops working, ten minutes after it was made.
             */
            expiresAt: string;
        };
        /** @description The boundary around agents, tasks, budgets and events. */
        Workspace: {
            /** @description Id of the workspace. */
            id: string;
            /** @description Its name for addresses and headers. */
            slug: string;
            /** @description Its name for people. */
            name: string;
            /** @description What it is for; null where not said. */
            mission: string | null;
            /** @description Sign shown beside the name; null where there is none. */
            emoji: string | null;
            /** @description Colour shown beside the name, `#rrggbb`; null where there is none. */
            color: string | null;
            /** @description IANA name of the timezone in which its budgets' days and months begin. */
            timezone: string;
            /** @description Whether agents that name no workspace register here; true for exactly one. */
            isDefault: boolean;
            /**
             * Format: date-time
             * @description When it was archived; null while it takes work.
             */
            archivedAt: string | null;
            /**
             * Format: date-time
             * @description When it was created.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When any of this last changed.
             */
            updatedAt: string;
        };
        /** @description Where a list goes on. */
        Page: {
            /** @description Send it back as `cursor`, with the same filters and sort, to get the next page; null on the last page. */
            nextCursor: string | null;
            /** @description Whether there is a next page. */
            hasMore: boolean;
        };
        /** @description A new workspace. */
        CreateWorkspace: {
            /** @description Its name for people. One line. */
            name: string;
            /** @description Its name for addresses, unique on the server; by default made from `name`, with a number behind it where that is taken. */
            slug?: string;
            /** @description What it is for. */
            mission?: string;
            /** @description Sign shown beside the name. */
            emoji?: string;
            /** @description Colour shown beside the name, `#rrggbb`. */
            color?: string;
            /**
             * @description IANA name of the timezone in which its budgets' days and months begin, e.g. `Europe/Berlin`.
             * @default UTC
             */
            timezone: string;
        };
        /** @description What to change; what is left out stays. */
        UpdateWorkspace: {
            /** @description Its name for people. One line. */
            name?: string;
            /** @description Its name for addresses, unique on the server; the old one stops working at once. */
            slug?: string;
            /** @description What it is for; null takes it off. */
            mission?: string | null;
            /** @description Sign shown beside the name; null takes it off. */
            emoji?: string | null;
            /** @description Colour shown beside the name, `#rrggbb`; null takes it off. */
            color?: string | null;
            /** @description IANA name of a timezone; budget windows that are open keep their ends and the next begin in the new one. */
            timezone?: string;
            /**
             * @description Makes it the default in place of the present one; instance admins only.
             * @constant
             */
            isDefault?: true;
        };
        /** @description A person, as a member of this workspace. */
        User: {
            /** @description Id of the user. */
            id: string;
            /** @description Their name. */
            name: string;
            /** @description Their address; null where unknown. */
            email: string | null;
            role: components["schemas"]["WorkspaceRole"];
            /** @description Whether they run the server. */
            instanceAdmin: boolean;
            /**
             * Format: date-time
             * @description When the user was created.
             */
            createdAt: string;
        };
        /** @description A new person in this workspace. */
        CreateUser: {
            /** @description Their name. One line. */
            name: string;
            /**
             * Format: email
             * @description Their address, to tell people apart; nothing is sent there. Default: none.
             */
            email?: string | null;
            /**
             * @description What they may do in this workspace: `viewer` looks, `operator` runs the work, `admin` runs the workspace.
             * @enum {string}
             */
            role: "viewer" | "operator" | "admin";
        };
        /** @description A key, without its secret. */
        ApiKey: {
            /** @description Id of the key. */
            id: string;
            /** @description What it is for. */
            name: string;
            /** @description Its first 12 characters, to recognise it. */
            prefix: string;
            /**
             * @description Whom it speaks for.
             * @enum {string}
             */
            ownerKind: "user" | "agent";
            /** @description Id of that user or agent. */
            ownerId: string;
            /** @description The only workspace it works in; null for a key of a user that works in all of theirs. */
            workspaceId: string | null;
            /** @description What it may be used for, as far as the owner's role permits it. */
            scopes: components["schemas"]["KeyScope"][];
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it stops working; null for never.
             */
            expiresAt: string | null;
            /**
             * Format: date-time
             * @description Until when it works after having been rotated; null where it was not.
             */
            graceUntil: string | null;
            /**
             * Format: date-time
             * @description When it was revoked; null where it was not.
             */
            revokedAt: string | null;
            /**
             * Format: date-time
             * @description When it was last used, to the minute; null before its first use.
             */
            lastUsedAt: string | null;
            /** @description The key that the last rotation put in its place; null where it was not rotated. */
            replacedByKeyId: string | null;
        };
        /** @description A new key and its secret. */
        KeySecret: {
            key: components["schemas"]["ApiKey"];
            /** @description What to send as the credential. Shown only in the first answer and stored only as a hash; null where a request is replayed by its `Idempotency-Key`. */
            secret: string | null;
        };
        /** @description A new user and the key to give them. */
        UserCreated: {
            user: components["schemas"]["User"];
            key: components["schemas"]["KeySecret"];
        };
        /** @description What to change; what is left out stays. */
        UpdateUser: {
            /** @description Their name, the same in all their workspaces. One line. */
            name?: string;
            /**
             * @description What they may do in this workspace from now on.
             * @enum {string}
             */
            role?: "viewer" | "operator" | "admin";
        };
        /** @description A user's place in this workspace. */
        PutMembership: {
            /**
             * @description What they may do in this workspace from now on.
             * @enum {string}
             */
            role: "viewer" | "operator" | "admin";
        };
        /** @description A new key. */
        CreateKey: {
            /** @description What it is for. */
            name: string;
            /**
             * @description Whom it speaks for.
             * @default user
             * @enum {string}
             */
            ownerKind: "user" | "agent";
            /** @description Id of the user or agent it speaks for; by default oneself. Another than oneself: admins only. Required with `ownerKind: agent`. */
            ownerId?: string;
            /** @description What it may be used for; by default all that the owner's role and the credential of this request permit. */
            scopes?: ("read" | "write" | "decide" | "admin")[];
            /**
             * Format: date-time
             * @description When it stops working; by default never or, for oneself, with the key of this request.
             */
            expiresAt?: string;
        };
        /** @description How long the old key goes on. */
        RotateKey: {
            /**
             * @description Seconds the old key works on; 0 ends it at once.
             * @default 3600
             */
            graceSeconds: number;
        };
        /** @description Who an agent says it is when it asks to join. */
        RegisterAgent: {
            /** @description Id or slug of the workspace to join; by default that of the enrollment token, else the default workspace. */
            workspace?: string;
            /** @description Secret of an enrollment token; with a valid one the agent is approved at once. */
            enrollmentToken?: string;
            /** @description Name of the agent, unique among the agents of the workspace. */
            name: string;
            /** @description What the agent is for, shown to the person who approves it. */
            description?: string;
            /**
             * @description What the agent can do, e.g. `typescript` or `lang:de`. A wish: the person who approves it, or the enrollment token, decides what is granted.
             * @default []
             */
            capabilities: string[];
            /** @description Provider of the model, e.g. `anthropic`. */
            provider?: string;
            /** @description Model the agent runs on. */
            model?: string;
            /**
             * Format: uri
             * @description Address the agent can be reached at.
             */
            endpoint?: string;
            /**
             * @description How work reaches the agent: `pull` it claims; `webhook` it is called at `endpoint`; `openclaw` through a gateway; `mcp` through an MCP client.
             * @default pull
             * @enum {string}
             */
            connectionType: "pull" | "webhook" | "openclaw" | "mcp";
            /** @description Version of the agent program. */
            version?: string;
            /** @description Where it runs, e.g. a host or container name. */
            runtime?: string;
            /**
             * @description Most tasks it wants to hold at once.
             * @default 1
             */
            maxConcurrentTasks: number;
        };
        /** @description What an agent gets when it registers. The key itself is fetched by polling. */
        RegistrationAnswer: {
            /**
             * @description `pending` until a person decides; `approved` at once with a valid enrollment token.
             * @enum {string}
             */
            status: "pending" | "approved";
            /** @description Id of the registration. */
            registrationId: string;
            /** @description Secret, shown only here: send it as the bearer credential to `registrations.poll`. */
            registrationToken: string;
            /** @description Code of 8 characters the agent shows its person so that they find this registration; null once approved. */
            claimCode: string | null;
            /**
             * Format: date-time
             * @description When the registration is forgotten: an hour after it was made while pending, 24 hours once approved.
             */
            expiresAt: string;
            /** @description Id of the agent once approved; null while pending. */
            agentId: string | null;
            /**
             * Format: uri
             * @description Address to poll with the registration token.
             */
            pollUrl: string;
        };
        /** @description A sign of life from one process of an agent, naming the leases it works on. */
        Heartbeat: {
            /** @description Name of this process, the same from its start to its end and different after a restart. */
            instanceId: string;
            /** @description Every lease this process works on; only these are renewed. Empty when it holds nothing. */
            leases: {
                /** @description The task held. */
                taskId: string;
                /** @description Fencing token of the claim. */
                fence: number;
            }[];
            /**
             * @description What the process is doing, for people to see. It changes nothing: a process that drains simply claims no more.
             * @enum {string}
             */
            status?: "idle" | "busy" | "draining";
            /** @description A line for people to see, e.g. what it is busy with. */
            note?: string;
        };
        /**
         * @description Why a run and its lease ended. `expired`: not renewed in time. `canceled`: the task was canceled. `paused`: a hold was placed on the task, its agent or the workspace.
         *     `budget_exhausted`: no budget had room for what was spent. `provider_limited`: the provider's limit was hit. `emergency_stop`: everything was stopped. `superseded`: a newer claim holds the task.
         *     `released`, `completed`, `failed`, `blocked`: the agent itself said so; `released` also where the agent was deactivated or removed. `waiting`: the lease ended while an approval or a question was pending.
         * @enum {string}
         */
        EndReason: "expired" | "canceled" | "paused" | "budget_exhausted" | "provider_limited" | "emergency_stop" | "superseded" | "released" | "completed" | "failed" | "blocked" | "waiting";
        /** @description A comment of a person that the agent at work has not read yet. */
        AgentMessage: {
            /** @description The task it was posted to. */
            taskId: string;
            /** @description Id of the message; give it to `messages.markRead` once you have read it. */
            id: string;
            /** @description Name of the person who wrote it. */
            authorName: string;
            /** @description The text, as markdown. */
            body: string;
            /**
             * Format: date-time
             * @description When it was posted.
             */
            createdAt: string;
        };
        /** @description The fate of the leases named, and what the agent should do. */
        HeartbeatAnswer: {
            /**
             * Format: date-time
             * @description The server's clock, to compare `expiresAt` with.
             */
            serverTime: string;
            /** @description Leases that go on. */
            renewed: {
                /** @description The task held. */
                taskId: string;
                /**
                 * Format: date-time
                 * @description Until when it is held now.
                 */
                expiresAt: string;
            }[];
            /** @description Leases named that no longer exist: stop that work at once, and report what it cost. */
            lost: {
                /** @description The task no longer held. */
                taskId: string;
                reason: components["schemas"]["EndReason"];
            }[];
            /** @description Leases the server has on its books for this agent that were not named, by whatever process they were claimed. Not renewed: work on them and name them next time, or release them. */
            unlisted: {
                /** @description The task held. */
                taskId: string;
                /** @description Its run. */
                runId: string;
                /** @description Fencing token of the claim. */
                fence: number;
                /** @description Process that claimed it. Another living process of the same agent may be at work on it: adopt only your own. */
                instanceId: string;
                /**
                 * Format: date-time
                 * @description Until when it is held.
                 */
                expiresAt: string;
            }[];
            /** @description What to do now. Given again on every heartbeat as long as they hold. */
            directives: {
                /**
                 * @description `stop`: end all work and claim no more (deactivated, or emergency stop). `pause`: stop working until resumed, but go on with heartbeats. `drain`: finish what is held, claim no more. `abort_task`: stop work on `taskId`.
                 * @enum {string}
                 */
                type: "stop" | "pause" | "drain" | "abort_task";
                /** @description The task to abort; null for the others. */
                taskId: string | null;
                /** @description Why; null where nobody said. */
                reason: string | null;
            }[];
            /** @description Comments of people on the tasks renewed here that are not read yet, oldest first, the first 20. */
            messages: components["schemas"]["AgentMessage"][];
            /** @description What waits for the agent. */
            pendingWork: {
                /** @description Whether a claim would probably give it a task now. */
                claimable: boolean;
            };
            /** @description Seconds until the next heartbeat is due: a third of the shortest lease held, else 30. */
            nextHeartbeatSeconds: number;
        };
        /**
         * @description How work reaches the agent: `pull` it asks by claiming; `webhook` it is called at `endpoint`; `openclaw` through an OpenClaw gateway; `mcp` through an MCP client. Today every agent claims its work, whatever its type.
         * @enum {string}
         */
        ConnectionType: "pull" | "webhook" | "openclaw" | "mcp";
        /** @description An agent's request to join, as the people who decide see it. */
        Registration: {
            /** @description Id of the registration. */
            id: string;
            /**
             * @description Where the decision stands.
             * @enum {string}
             */
            state: "pending" | "approved" | "rejected";
            /** @description Name the agent asked for. */
            name: string;
            /** @description What it says it is for; null where it said nothing. */
            description: string | null;
            /** @description Capabilities it asked for. */
            capabilities: string[];
            /** @description Provider of its model; null where unknown. */
            provider: string | null;
            /** @description Model it runs on; null where unknown. */
            model: string | null;
            /**
             * Format: uri
             * @description Address it can be reached at; null where it has none.
             */
            endpoint: string | null;
            connectionType: components["schemas"]["ConnectionType"];
            /** @description Version of the agent program; null where unknown. */
            version: string | null;
            /** @description Where it runs; null where unknown. */
            runtime: string | null;
            /** @description Most tasks it wants to hold at once. */
            maxConcurrentTasks: number;
            /** @description Code the agent shows its person; null once decided. */
            claimCode: string | null;
            /** @description The agent it became; null unless approved. */
            agentId: string | null;
            /** @description Why it was rejected; null otherwise. */
            reason: string | null;
            /**
             * Format: date-time
             * @description When the agent asked.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the registration is forgotten.
             */
            expiresAt: string;
            /**
             * Format: date-time
             * @description When it was approved or rejected; null while pending.
             */
            decidedAt: string | null;
        };
        /** @description What became of a registration, and the key once it is approved. */
        RegistrationStatus: {
            /**
             * @description Where the decision stands.
             * @enum {string}
             */
            status: "pending" | "approved" | "rejected";
            /** @description Why it was rejected; null otherwise. */
            reason: string | null;
            /** @description Id of the agent; null until approved. */
            agentId: string | null;
            /** @description Workspace the agent belongs to; null until approved. */
            workspaceId: string | null;
            /** @description The key to work with, minted by this very poll; null until approved. Store it before calling anything with it. */
            apiKey: string | null;
            /** @description Id of that key; null until approved. */
            keyId: string | null;
        };
        /** @description What the agent is granted. */
        ApproveRegistration: {
            /** @description Capabilities granted, exactly these; by default those it asked for. */
            capabilities?: string[];
            /** @description Most tasks it may hold at once; by default as it asked. */
            maxConcurrentTasks?: number;
        };
        /** @description A pause, and why. Something is paused while any open hold covers it. */
        Hold: {
            /** @description Id of the hold. */
            id: string;
            /**
             * @description What kind of thing is held.
             * @enum {string}
             */
            scope: "workspace" | "agent" | "task";
            /** @description Id of the workspace, agent or task held. */
            scopeId: string;
            /**
             * @description Who placed it: a person, a budget that ran out, a provider's limit, or an emergency stop. Each is lifted on its own.
             * @enum {string}
             */
            cause: "operator" | "budget" | "provider" | "emergency";
            /** @description The reason given; null where there is none. */
            reason: string | null;
            /**
             * Format: date-time
             * @description When it was placed.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it lifts by itself, e.g. at the end of a budget's day; null where someone has to lift it.
             */
            until: string | null;
        };
        /** @description A program that does tasks. */
        Agent: {
            /** @description Id of the agent. */
            id: string;
            /** @description Workspace it belongs to. */
            workspaceId: string;
            /** @description Its name in the workspace. */
            name: string;
            /** @description What it is for; null where not said. */
            description: string | null;
            /** @description Capabilities granted to it; it gets only tasks whose required capabilities are all among them. */
            capabilities: string[];
            /** @description Provider of its model; null where unknown. */
            provider: string | null;
            /** @description Model it runs on; null where unknown. */
            model: string | null;
            /**
             * Format: uri
             * @description Address it can be reached at; null where it has none.
             */
            endpoint: string | null;
            connectionType: components["schemas"]["ConnectionType"];
            /** @description Version of the agent program; null where unknown. */
            version: string | null;
            /** @description Where it runs; null where unknown. */
            runtime: string | null;
            /**
             * @description A `deactivated` agent keeps its keys and history but may not work.
             * @enum {string}
             */
            status: "active" | "deactivated";
            /**
             * @description `offline` when it has not been heard of for 90 seconds; an open wait for work counts as being heard of.
             * @enum {string}
             */
            presence: "online" | "offline";
            /** @description Whether any hold covers it, be it on the agent or on the whole workspace. */
            paused: boolean;
            /** @description Whether it was told to finish what it holds and take nothing new. */
            draining: boolean;
            /** @description The open holds that cover it. */
            holds: components["schemas"]["Hold"][];
            /** @description Most tasks it may hold at once. */
            maxConcurrentTasks: number;
            /** @description How many tasks it holds now. */
            openLeases: number;
            /**
             * Format: date-time
             * @description When it was last heard of; null before its first call.
             */
            lastSeenAt: string | null;
            /**
             * @description What its latest heartbeat says it is doing; null where it does not say.
             * @enum {string|null}
             */
            activity: "idle" | "busy" | "draining" | null;
            /** @description The line for people of its latest heartbeat; null where it gave none. */
            note: string | null;
            /**
             * Format: date-time
             * @description When it was approved.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When its description, status or draining last changed; presence and holds do not count.
             */
            updatedAt: string;
        };
        /** @description Why the agent may not join. */
        RejectRegistration: {
            /** @description Shown to the agent on its next poll. */
            reason: string;
        };
        /** @description An approval given in advance to agents that show its secret. */
        EnrollmentToken: {
            /** @description Id of the token. */
            id: string;
            /** @description What the token is for. */
            name: string;
            /** @description Capabilities granted to each agent; null where each gets what it asks for. */
            capabilities: string[] | null;
            /** @description How many agents may join with it altogether. */
            uses: number;
            /** @description How many still may. */
            usesLeft: number;
            /** @description User who made it; counts as the one who enrolled its agents, and so is not their second person for RED approvals. */
            createdByUserId: string;
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it stops working.
             */
            expiresAt: string;
            /**
             * Format: date-time
             * @description When it was revoked; null while it was not.
             */
            revokedAt: string | null;
        };
        /** @description An approval given in advance. */
        CreateEnrollmentToken: {
            /** @description What the token is for. */
            name: string;
            /** @description Capabilities granted to each agent that joins with it, exactly these; by default those each agent asks for. */
            capabilities?: string[];
            /**
             * @description How many agents may join with it.
             * @default 1
             */
            uses: number;
            /**
             * Format: date-time
             * @description When it stops working; by default 24 hours from now.
             */
            expiresAt?: string;
        };
        /** @description A new enrollment token and its secret. */
        EnrollmentTokenSecret: {
            token: components["schemas"]["EnrollmentToken"];
            /** @description What agents send as `enrollmentToken`. Shown only in the first answer and stored only as a hash; null where a request is replayed by its `Idempotency-Key`. */
            secret: string | null;
        };
        /** @description What to change; what is left out stays. */
        UpdateAgent: {
            /** @description New name; people only. */
            name?: string;
            /** @description What it is for; null takes it off. */
            description?: string | null;
            /** @description Capabilities granted from now on, in place of the old ones; people only. Tasks it holds already stay with it. */
            capabilities?: string[];
            /** @description Provider of its model; null takes it off. */
            provider?: string | null;
            /** @description Model it runs on; null takes it off. */
            model?: string | null;
            /**
             * Format: uri
             * @description Address it can be reached at; null takes it off.
             */
            endpoint?: string | null;
            /**
             * @description How work reaches the agent: `pull`, `webhook`, `openclaw` or `mcp`.
             * @enum {string}
             */
            connectionType?: "pull" | "webhook" | "openclaw" | "mcp";
            /** @description Version of the agent program; null takes it off. */
            version?: string | null;
            /** @description Where it runs; null takes it off. */
            runtime?: string | null;
            /** @description Most tasks it may hold at once; people only. Leases above a lower number stay until they end. */
            maxConcurrentTasks?: number;
        };
        /** @description Why the agent may no longer work. */
        DeactivateAgent: {
            /** @description Kept in the ledger and shown beside the agent's history. */
            reason?: string;
        };
        /** @description Why the agent is paused. */
        PauseAgent: {
            /** @description Told to the agent and shown with the hold. */
            reason: string;
        };
        /**
         * @description Where the task stands. What each state means and which moves lead on is in rules/task-states.yaml; `tasks.transitions` tells it for one task.
         * @enum {string}
         */
        TaskState: "backlog" | "ready" | "in_progress" | "needs_approval" | "paused" | "blocked" | "review" | "done" | "closed" | "failed" | "canceled";
        /**
         * @description How soon the task should be claimed compared with others; `urgent` goes first.
         * @enum {string}
         */
        TaskPriority: "low" | "normal" | "high" | "urgent";
        /** @description The exclusive right of one agent to work on one task until `expiresAt`. It is renewed by `agents.heartbeat`, which must list it. */
        Lease: {
            /** @description The task held. */
            taskId: string;
            /** @description The run this claim opened; usage is reported to it. */
            runId: string;
            /** @description The agent that holds it. */
            agentId: string;
            /** @description The process of that agent which claimed it. */
            instanceId: string;
            /** @description Send this with every write on the task. Once another claim has a higher one, or the lease is over, it is refused with `lease_lost`. */
            fence: number;
            /** @description How long one renewal lasts, in seconds. */
            leaseSeconds: number;
            /**
             * Format: date-time
             * @description From this instant on the lease is over and cannot be renewed.
             */
            expiresAt: string;
            /** @description How often to send a heartbeat, in seconds: a third of the lease. */
            renewEverySeconds: number;
        };
        /** @description A unit of work. It is claimed by one agent at a time and moves through the task states. */
        Task: {
            /** @description Id of the task. */
            id: string;
            /** @description Workspace the task belongs to. */
            workspaceId: string;
            /** @description What is to be done, in one line. */
            title: string;
            /** @description The work in full, as markdown. */
            description: string | null;
            /** @description Kind of work, such as `task` or `code-review`. Agents may ask for some kinds only. */
            type: string;
            /** @description Where the task stands now. */
            state: components["schemas"]["TaskState"];
            /** @description How soon it should be claimed. */
            priority: components["schemas"]["TaskPriority"];
            /** @description Free words to find the task by. */
            labels: string[];
            /** @description An agent must have all of these to claim the task. */
            requiredCapabilities: string[];
            /** @description The task this one is part of, if any. */
            parentId: string | null;
            /**
             * Format: date-time
             * @description When it should be done. It orders the queue, nothing happens when it passes.
             */
            dueAt: string | null;
            /**
             * Format: date-time
             * @description Not claimable before this time; set by its creator or by the back-off after a failed attempt.
             */
            notBefore: string | null;
            /** @description Expected cost of one run, in micro-dollars; a claim reserves it. */
            estimateCostMicros: number | null;
            /** @description Limit of the task over all its runs, in micro-dollars; null for no limit of its own. */
            budgetCostMicros: number | null;
            /** @description Booked cost of all its runs so far, in micro-dollars. */
            spentCostMicros: number;
            /** @description What the agent needs to start, as the creator gave it; an empty object where nothing was given. */
            input: {
                [key: string]: unknown;
            };
            /** @description The JSON Schema that `output` of the deliverable must fit; null for none. */
            outputSchema: {
                [key: string]: unknown;
            } | null;
            /** @description Names of the artifacts that must be there before the task can be completed; `*` stands for any characters. */
            requiredArtifacts: string[];
            /** @description Attempts that may fail or expire before the task is `failed`. */
            maxAttempts: number;
            /** @description Attempts that failed or expired so far. Releases, pauses and waiting for approval do not count. */
            attempts: number;
            /** @description Whether completing leads to `review` instead of `done`. */
            requiresReview: boolean;
            /** @description The only agent that may claim it, chosen by a person; null for any that fits. */
            assigneeAgentId: string | null;
            /** @description The agent that goes first until `preferredUntil`, because it worked on the task before. */
            preferredAgentId: string | null;
            /**
             * Format: date-time
             * @description From this time on any agent that fits may claim it.
             */
            preferredUntil: string | null;
            /** @description Whether a person keeps the task in `backlog` (`hold`). */
            held: boolean;
            /** @description While `paused`, the hold that paused it. */
            holdId: string | null;
            /** @description Why the task is `blocked`; null in any other state. */
            blocked: {
                /**
                 * @description `agent`, `dependency` and `credential` are said by the agent, `approval` follows a denial, `loop` is found by the server.
                 * @enum {string}
                 */
                kind: "agent" | "dependency" | "credential" | "approval" | "loop";
                /** @description The reason in words. */
                reason: string | null;
            } | null;
            /** @description Whether a task it waits for failed or was canceled, so that a person must decide. */
            dependencyFailed: boolean;
            /** @description How many tasks it still waits for. */
            openDependencies: number;
            /** @description How many of its children are not finished. While there are any it cannot be completed. */
            openChildren: number;
            /** @description The claim that holds now; null where nobody holds the task. */
            lease: components["schemas"]["Lease"] | null;
            /** @description Number of the latest claim, 0 before the first. It only grows. */
            fence: number;
            /** @description Grows with each change of the task; give it as `expectedVersion` to update only what you have seen. */
            version: number;
            /** @description The last failure; null if no attempt failed since it was created or reopened. */
            error: {
                /** @description What went wrong. */
                message: string;
                /** @description Short name of the failure, where the agent gave one. */
                code: string | null;
            } | null;
            /** @description Who created the task. */
            createdBy: {
                /**
                 * @description What kind of actor.
                 * @enum {string}
                 */
                kind: "user" | "agent" | "system";
                /** @description Id of the user or agent; null for the system. */
                id: string | null;
            };
            /**
             * Format: date-time
             * @description When it was created.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updatedAt: string;
            /**
             * Format: date-time
             * @description When it last became `ready`; null if it never was.
             */
            readyAt: string | null;
            /**
             * Format: date-time
             * @description When it became `done`, `failed` or `canceled`; null while it is open.
             */
            finishedAt: string | null;
        };
        /** @description A task to be done. */
        CreateTask: {
            /** @description What is to be done, in one line. */
            title: string;
            /** @description The work in full, as markdown: goal, limits, and how one sees that it is done. */
            description?: string;
            /**
             * @description Kind of work; agents may claim by it.
             * @default task
             */
            type: string;
            /**
             * @description How soon it should be claimed compared with others.
             * @default normal
             * @enum {string}
             */
            priority: "low" | "normal" | "high" | "urgent";
            /** @description Free words to find the task by. Default none. */
            labels?: string[];
            /** @description Only agents that have all of these may claim it. Default none: any agent may. */
            requiredCapabilities?: string[];
            /** @description The task this one is part of; that one cannot be completed before this one is finished. Required of agents. */
            parentId?: string;
            /** @description Fence of the lease on the parent task. Required of agents, ignored for people. */
            fence?: number;
            /**
             * Format: date-time
             * @description When it should be done; earlier goes first among equal priorities.
             */
            dueAt?: string;
            /**
             * Format: date-time
             * @description Not claimable before this time. Default at once.
             */
            notBefore?: string;
            /** @description Expected cost of one run, in micro-dollars (1000000 is one dollar). Reserved at each claim. Default: the run limit if there is one, else 100000. */
            estimateCostMicros?: number;
            /** @description Limit of the task over all its runs, in micro-dollars. Default no limit of its own. */
            budgetCostMicros?: number;
            /** @description What the agent needs to start, any JSON object up to 64 kB. Default an empty object. */
            input?: {
                [key: string]: unknown;
            };
            /** @description What `output` of the deliverable must fit, as a JSON Schema (2020-12 or draft 7; a `$schema` that names another is refused) of an object, up to 16 kB. References stay within it (`#/$defs/…`), patterns have neither look-around nor references back; a keyword that is not understood is refused. Default none. */
            outputSchema?: {
                [key: string]: unknown;
            };
            /** @description Names of artifacts without which the task cannot be completed; `*` stands for any characters, so `report-*.pdf` is met by `report-2026.pdf`. Default none. */
            requiredArtifacts?: string[];
            /**
             * @description Attempts that may fail or expire before the task is `failed`.
             * @default 3
             */
            maxAttempts: number;
            /**
             * @description Whether a person must approve the deliverable before the task is `done`.
             * @default false
             */
            requiresReview: boolean;
            /** @description The only agent that may claim it. Default any that fits. */
            assigneeAgentId?: string;
            /**
             * @description Keep the task in `backlog` until `tasks.update` sets this to false.
             * @default false
             */
            hold: boolean;
            /** @description Tasks that must be done first. Default none. */
            blockedBy?: {
                /** @description The task that must be done first. */
                taskId: string;
                /**
                 * @description What happens to the new task if that one fails or is canceled: `wait` flags it, `cancel` cancels it, `ignore` goes on.
                 * @default wait
                 * @enum {string}
                 */
                onFailure: "wait" | "cancel" | "ignore";
            }[];
        };
        /** @description How many tasks stand in one state. */
        TaskCount: {
            /** @description The number, counted to 1000 at most. */
            count: number;
            /** @description Whether there are more than were counted. */
            more: boolean;
        };
        /** @description The tasks of the workspace by state. */
        TaskCounts: {
            /** @description One count for each state. */
            states: {
                /** @description Waiting for a dependency or held by a person. */
                backlog: components["schemas"]["TaskCount"];
                /** @description Workable, waiting for an agent. */
                ready: components["schemas"]["TaskCount"];
                /** @description Held by an agent. */
                in_progress: components["schemas"]["TaskCount"];
                /** @description Waiting for a person to decide. */
                needs_approval: components["schemas"]["TaskCount"];
                /** @description Stopped by a hold. */
                paused: components["schemas"]["TaskCount"];
                /** @description Stuck, waiting for help. */
                blocked: components["schemas"]["TaskCount"];
                /** @description Handed in, waiting for review. */
                review: components["schemas"]["TaskCount"];
                /** @description Done. */
                done: components["schemas"]["TaskCount"];
                /** @description Done and put away. */
                closed: components["schemas"]["TaskCount"];
                /** @description Failed for good. */
                failed: components["schemas"]["TaskCount"];
                /** @description Called off. */
                canceled: components["schemas"]["TaskCount"];
            };
        };
        /** @description An agent asking for its next task. */
        ClaimNext: {
            /** @description Your own name for this request, new for each claim (a UUID, say). Repeat it when an answer was lost: while the lease lives you get the same one, not a second task. */
            claimRequestId: string;
            /** @description Your name for the process that will do the work, the same one its heartbeats send. */
            instanceId: string;
            /**
             * @description How long to wait for work, in seconds; 0 answers at once. Set your HTTP timeout 15 seconds higher.
             * @default 25
             */
            waitSeconds: number;
            /** @description Take only tasks of these types. Default all. */
            types?: string[];
            /**
             * @description How long the lease lasts without a renewal, in seconds.
             * @default 60
             */
            leaseSeconds: number;
            /** @description What this run will probably cost, in micro-dollars; it is reserved. Default: the estimate of the task, else the run limit, else 100000. */
            estimateCostMicros?: number;
        };
        /** @description The run a claim opened, in short; `runs.get` has all of it. */
        ClaimedRun: {
            /** @description Id of the run; report usage to it. */
            id: string;
            /** @description Which attempt at the task this is, from 1. */
            attempt: number;
            /** @description What is reserved for the run, in micro-dollars. */
            reservedCostMicros: number;
        };
        /**
         * @description How risky it is: GREEN needs nobody and is approved at once, YELLOW needs one person, RED two different ones.
         * @enum {string}
         */
        Risk: "GREEN" | "YELLOW" | "RED";
        /**
         * @description `continue` lets the agent go on without the action while its lease lasts, `block` ends the lease and blocks the task.
         * @enum {string}
         */
        OnDenial: "continue" | "block";
        /**
         * @description `pending` waits for people; `expired` has the effect of a denial; `withdrawn` has no effect but to stop the waiting.
         * @enum {string}
         */
        ApprovalState: "pending" | "approved" | "denied" | "expired" | "withdrawn";
        /** @description A question to people whether something may be done, and their decision. */
        Approval: {
            /** @description Id of the approval. */
            id: string;
            /** @description Workspace it belongs to. */
            workspaceId: string;
            /** @description The task that waits for it. */
            taskId: string;
            /** @description The run that asked, if one did. */
            runId: string | null;
            /** @description The agent that asked; null where the server did. */
            agentId: string | null;
            /**
             * @description `action` is asked by an agent, `budget` by the server when a limit is used up.
             * @enum {string}
             */
            kind: "action" | "budget";
            /** @description How many people must agree. */
            risk: components["schemas"]["Risk"];
            /** @description What would be done, in one line. */
            action: string;
            /** @description Exactly what would be executed. An agent acts on this and on nothing it remembers. */
            payload: {
                [key: string]: unknown;
            };
            /** @description SHA-256 of action, risk and payload, in hex. The same content of one task is the same approval. */
            contentHash: string;
            /** @description Why the asker thinks it is right, as markdown. */
            justification: string | null;
            /** @description What becomes of the task if it is denied. */
            onDenial: components["schemas"]["OnDenial"];
            /** @description Whether and how it was decided. */
            state: components["schemas"]["ApprovalState"];
            /** @description How many people must approve: 2 for RED, 1 for YELLOW and for budgets, 0 for GREEN. */
            requiredVotes: number;
            /** @description What people have said so far, oldest first. One denial decides. */
            votes: {
                /** @description Who voted. */
                userId: string;
                /** @description Name of that person. */
                userName: string;
                /**
                 * @description What they said.
                 * @enum {string}
                 */
                decision: "approve" | "deny";
                /** @description What they added, for the agent to read. */
                note: string | null;
                /**
                 * Format: date-time
                 * @description When they voted.
                 */
                createdAt: string;
            }[];
            /** @description The limit that was used up, for kind `budget`; else null. */
            budget: {
                /** @description The budget; null where it is the limit of the task itself. */
                budgetId: string | null;
                /** @description Its limit when it was used up, in micro-dollars. */
                limitCostMicros: number;
                /** @description What was spent of it then, overage included, in micro-dollars. */
                spentCostMicros: number;
                /** @description What was granted on top, in micro-dollars; null unless approved. */
                grantedCostMicros: number | null;
            } | null;
            /**
             * Format: date-time
             * @description When it was asked.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description From this time on it counts as denied, if still pending.
             */
            expiresAt: string;
            /**
             * Format: date-time
             * @description When it was approved, denied, withdrawn or expired; null while pending.
             */
            decidedAt: string | null;
        };
        /**
         * @description `pending` waits for a person; `expired` means nobody answered in time and the agent goes on without; `withdrawn` was taken back.
         * @enum {string}
         */
        QuestionState: "pending" | "answered" | "expired" | "withdrawn";
        /** @description Something an agent needs to know from a person, and the answer. */
        Question: {
            /** @description Id of the question. */
            id: string;
            /** @description Workspace it belongs to. */
            workspaceId: string;
            /** @description The task that waits for it. */
            taskId: string;
            /** @description The run that asked. */
            runId: string;
            /** @description The agent that asked. */
            agentId: string;
            /** @description What the agent wants to know. */
            question: string;
            /** @description Answers the agent suggests; empty where it suggests none. A person may always write their own. */
            options: string[];
            /** @description What one should know to answer, as markdown. */
            context: string | null;
            /** @description SHA-256 of question, options and context, in hex. The same content of one task is the same question. */
            contentHash: string;
            /** @description Whether there is an answer. */
            state: components["schemas"]["QuestionState"];
            /** @description What a person said; null unless `answered`. */
            answer: {
                /** @description The option they chose; null where they only wrote. */
                option: string | null;
                /** @description What they wrote; null where they only chose. */
                text: string | null;
                /** @description Who answered. */
                userId: string;
                /** @description Name of that person. */
                userName: string;
            } | null;
            /**
             * Format: date-time
             * @description When it was asked.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description From this time on it waits no longer, if still pending.
             */
            expiresAt: string;
            /**
             * Format: date-time
             * @description When it was answered, withdrawn or expired; null while pending.
             */
            settledAt: string | null;
        };
        /** @description A task with its lease, or the reason why there is none. */
        ClaimAnswer: {
            /** @description The task that is yours now; null if you got none. */
            task: components["schemas"]["Task"] | null;
            /** @description Your right to it; null if you got none. */
            lease: components["schemas"]["Lease"] | null;
            /** @description The run that was opened; null if you got none. */
            run: components["schemas"]["ClaimedRun"] | null;
            /** @description Approvals of this task that were approved, denied or expired since it was last handed in, the newest 100, oldest first; whoever asked, and also what an earlier run has been given. Act on the `payload` given here, not on one you remember. */
            decisions: components["schemas"]["Approval"][];
            /** @description Questions of this task that were answered or expired since it was last handed in, the newest 100, oldest first; whoever asked, and also what an earlier run has been given. */
            answers: components["schemas"]["Question"][];
            /** @description Comments of people on this task that no agent has read yet, oldest first, the first 50. */
            messages: components["schemas"]["AgentMessage"][];
            /** @description What the last reviewer asked to be changed, as markdown; null if nothing. */
            feedback: string | null;
            /**
             * @description Why there is no task; null if there is one. `provider_limited` is answered without waiting: ask again after `retryAfterSeconds`.
             * @enum {string|null}
             */
            reason: "no_tasks" | "at_capacity" | "paused" | "budget_exhausted" | "provider_limited" | "draining" | "deactivated" | null;
            /** @description The reason in words. */
            message: string | null;
            /** @description When to ask again, in seconds; null if there is a task or asking again is of no use. */
            retryAfterSeconds: number | null;
        };
        /** @description One version of a file of a task. The bytes are had with `files.download`. */
        TaskFile: {
            /** @description Id of this version of the file. */
            id: string;
            /** @description Workspace the task belongs to. */
            workspaceId: string;
            /** @description The task it belongs to. */
            taskId: string;
            /** @description The run that made it; null for an input. */
            runId: string | null;
            /**
             * @description `input` was given by a person for the work, `artifact` was made by an agent in it.
             * @enum {string}
             */
            kind: "input" | "artifact";
            /** @description Its name, which the versions of one kind share. */
            name: string;
            /** @description Which version of the name this is, from 1. */
            version: number;
            /** @description Whether the name means this version now; older ones stay until they are removed. */
            isCurrent: boolean;
            /** @description The Content-Type it was put with; nobody has checked it. */
            mediaType: string;
            /** @description Its size, in bytes. */
            sizeBytes: number;
            /** @description SHA-256 of the bytes, in hexadecimal. */
            sha256: string;
            /** @description Who put it there. */
            author: {
                /**
                 * @description What kind of author.
                 * @enum {string}
                 */
                kind: "user" | "agent";
                /** @description Id of the user or agent. */
                id: string;
                /** @description Name to show. */
                name: string;
            };
            /**
             * Format: date-time
             * @description When it was put there.
             */
            createdAt: string;
        };
        /** @description What a run handed in when it completed the task. */
        Deliverable: {
            /** @description The run that made it. */
            runId: string;
            /** @description The agent that made it. */
            agentId: string;
            /** @description The result in a few sentences, for people. */
            summary: string;
            /** @description The result in full, as markdown. */
            content: string | null;
            /** @description The result as data. */
            output: {
                [key: string]: unknown;
            } | null;
            /** @description The files that belong to the result, oldest first; one that was removed since is not shown. */
            files: components["schemas"]["TaskFile"][];
            /**
             * Format: date-time
             * @description When it was handed in.
             */
            createdAt: string;
        };
        /**
         * @description What happens to the waiting task when the one it waits for fails or is canceled. `wait` leaves it waiting and flags it, `cancel` cancels it too, `ignore` counts the dependency as met.
         * @enum {string}
         */
        OnDependencyFailure: "wait" | "cancel" | "ignore";
        /** @description The other task of a dependency. */
        TaskDependency: {
            /** @description Id of the other task. */
            taskId: string;
            /** @description Its title. */
            title: string;
            /** @description Where it stands. */
            state: components["schemas"]["TaskState"];
            /** @description What happens to the waiting task if the other fails or is canceled. */
            onFailure: components["schemas"]["OnDependencyFailure"];
        };
        /** @description A task with what surrounds it. */
        TaskDetail: {
            /** @description The task itself. */
            task: components["schemas"]["Task"];
            /** @description What its latest completed run handed in; null if none did. */
            deliverable: components["schemas"]["Deliverable"] | null;
            /** @description The tasks it waits for, met or not. */
            blockedBy: components["schemas"]["TaskDependency"][];
            /** @description The tasks that wait for it, the first 200. */
            blocks: components["schemas"]["TaskDependency"][];
            /** @description The tasks that are part of it, the first 200; `tasks.list` with `parentId` lists all. */
            children: {
                /** @description Id of the child. */
                taskId: string;
                /** @description Its title. */
                title: string;
                /** @description Where it stands. */
                state: components["schemas"]["TaskState"];
            }[];
            /** @description The approvals of this task that are pending, oldest first. */
            approvals: components["schemas"]["Approval"][];
            /** @description The questions of this task that are pending, oldest first. */
            questions: components["schemas"]["Question"][];
        };
        /** @description What is to change; fields left out stay as they are. */
        UpdateTask: {
            /** @description What is to be done, in one line. */
            title?: string;
            /** @description The work in full, as markdown; null empties it. */
            description?: string | null;
            /**
             * @description How soon it should be claimed.
             * @enum {string}
             */
            priority?: "low" | "normal" | "high" | "urgent";
            /** @description The whole new list. */
            labels?: string[];
            /** @description The whole new list. It matters from the next claim on. */
            requiredCapabilities?: string[];
            /**
             * Format: date-time
             * @description When it should be done; null for no date.
             */
            dueAt?: string | null;
            /**
             * Format: date-time
             * @description Not claimable before this time; null for at once.
             */
            notBefore?: string | null;
            /** @description Expected cost of one run, in micro-dollars, reserved from the next claim on; null for the default. */
            estimateCostMicros?: number | null;
            /** @description Limit of the task over all its runs, in micro-dollars; null for none of its own. */
            budgetCostMicros?: number | null;
            /** @description The whole new input, up to 64 kB. An agent at work sees it with its next claim. */
            input?: {
                [key: string]: unknown;
            };
            /** @description The whole new schema, up to 16 kB; null for none. It counts when the task is completed, also for an agent already at work. */
            outputSchema?: {
                [key: string]: unknown;
            } | null;
            /** @description The whole new list. It counts when the task is completed, also for an agent already at work. */
            requiredArtifacts?: string[];
            /** @description Attempts that may fail or expire before the task is `failed`. */
            maxAttempts?: number;
            /** @description Whether a person must approve the deliverable before the task is `done`. */
            requiresReview?: boolean;
            /** @description The only agent that may claim it; null for any that fits. A lease that exists is not touched. */
            assigneeAgentId?: string | null;
            /** @description True moves a `ready` task to `backlog` and keeps it there, false lets it go when nothing else holds it back. */
            hold?: boolean;
            /** @description The `version` you have seen. If the task has changed since, nothing happens and the answer is `version_conflict`. Default: update whatever is there. */
            expectedVersion?: number;
        };
        /** @description An agent asking for one task by its id. */
        ClaimTask: {
            /** @description Your own name for this request, new for each claim (a UUID, say). Repeat it when an answer was lost: while the lease lives you get the same one, not a second task. */
            claimRequestId: string;
            /** @description Your name for the process that will do the work, the same one its heartbeats send. */
            instanceId: string;
            /**
             * @description How long the lease lasts without a renewal, in seconds.
             * @default 60
             */
            leaseSeconds: number;
            /** @description What this run will probably cost, in micro-dollars; it is reserved. Default: the estimate of the task, else the run limit, else 100000. */
            estimateCostMicros?: number;
        };
        /** @description Giving a task back. */
        ReleaseTask: {
            /** @description Fence of your lease on the task. */
            fence: number;
            /** @description Why you give it back. Default none. */
            reason?: string;
        };
        /** @description The deliverable of a task. */
        CompleteTask: {
            /** @description Fence of your lease on the task. */
            fence: number;
            /** @description The result in a few sentences, for people. */
            summary: string;
            /** @description The result in full, as markdown. Default none. */
            content?: string;
            /** @description The result as data, any JSON object; it must fit `outputSchema` of the task if there is one. Default none. */
            output?: {
                [key: string]: unknown;
            };
            /** @description Ids of the artifacts of this task that belong to the result. Default: the newest version of each artifact the task has. */
            files?: string[];
        };
        /** @description Why an attempt failed. */
        FailTask: {
            /** @description Fence of your lease on the task. */
            fence: number;
            /** @description What went wrong. */
            error: {
                /** @description What went wrong, for people. */
                message: string;
                /** @description Short name of the failure, to group by. Default none. */
                code?: string;
                /** @description Stack trace. Default none. */
                stack?: string;
            };
            /**
             * @description Whether another attempt may succeed. False fails the task at once, whatever attempts are left.
             * @default true
             */
            retryable: boolean;
            /** @description The provider you work with has reached its limit: no attempt is counted, the task goes back to the queue for others, and you get no task until it resets. `retryable` and `retryAfterSeconds` then say nothing. Default none. */
            providerLimit?: {
                /**
                 * Format: date-time
                 * @description When the limit resets, as the provider says; counted as one minute to seven days from now, whatever it says.
                 */
                resetsAt: string;
                /** @description Which provider or account it is, e.g. `anthropic`. Default: the one you are registered with. */
                provider?: string;
            };
            /** @description Wait this long before the next attempt, in seconds. Default: a back-off that grows with each attempt. */
            retryAfterSeconds?: number;
        };
        /** @description What a task is stuck on. */
        BlockTask: {
            /** @description Fence of your lease on the task. */
            fence: number;
            /**
             * @description `dependency` for another task (then `blockedByTaskId` is required), `credential` for a missing login or key, `agent` for anything else you cannot get past.
             * @enum {string}
             */
            kind: "agent" | "dependency" | "credential";
            /** @description What is missing, so that a person can provide it. */
            reason: string;
            /** @description The task to wait for; only with kind `dependency`. Once it is done, this one is ready again by itself. */
            blockedByTaskId?: string;
        };
        /** @description Letting a blocked task go on. */
        UnblockTask: {
            /** @description What the next agent should know; it becomes a message of the thread. Default none. */
            note?: string;
        };
        /** @description Calling a task off. */
        CancelTask: {
            /** @description Why; the agent at work is told. */
            reason: string;
        };
        /** @description Stopping a task for now. */
        PauseTask: {
            /** @description Why; kept on the hold, and the agent at work is told. */
            reason: string;
        };
        /** @description Doing a finished task once more. */
        ReopenTask: {
            /** @description Why; it becomes a message of the thread. Default none. */
            reason?: string;
        };
        /** @description The verdict on a deliverable. */
        ReviewTask: {
            /**
             * @description `approve` makes the task `done`, `request_changes` sends it back.
             * @enum {string}
             */
            decision: "approve" | "request_changes";
            /** @description What you think of it, as markdown; required with `request_changes`: what must change. */
            body?: string;
        };
        /** @description How one task waits for another. */
        AddDependency: {
            /**
             * @description What happens to the waiting task if the other fails or is canceled: `wait` flags it, `cancel` cancels it, `ignore` goes on.
             * @enum {string}
             */
            onFailure: "wait" | "cancel" | "ignore";
        };
        /** @description One move from one state to another. */
        TaskTransition: {
            /** @description Where it leads. `ready` may turn out as `backlog` while a dependency is open or the task is held. */
            to: components["schemas"]["TaskState"];
            /** @description Who may make it: `operator` is a person with that role or above, `agent` one without a lease, `system` the server itself. */
            by: ("operator" | "lease_holder" | "agent" | "system" | "reviewer")[];
            /** @description The operation to call; null where the server makes the move. */
            operation: string | null;
            /** @description Whether you may make it now. */
            allowed: boolean;
            /** @description What the move needs, in words, such as a deliverable; null for nothing. */
            requires: string | null;
        };
        /** @description The moves that lead on from where the task stands. */
        TaskTransitions: {
            /** @description Where the task stands now. */
            state: components["schemas"]["TaskState"];
            /** @description Each move from this state. */
            transitions: components["schemas"]["TaskTransition"][];
        };
        /** @description One entry in the thread of a task. */
        Message: {
            /** @description Id of the message. */
            id: string;
            /** @description The task it was posted to. */
            taskId: string;
            /** @description The run during which the lease holder posted it; null otherwise. */
            runId: string | null;
            /**
             * @description What it is. `REVIEW` comes from `tasks.review`, `SYSTEM` from the server.
             * @enum {string}
             */
            type: "COMMENT" | "WORK_PLAN" | "PROGRESS" | "ARTIFACT" | "REVIEW" | "SYSTEM";
            /** @description Who wrote it. */
            author: {
                /**
                 * @description What kind of author.
                 * @enum {string}
                 */
                kind: "user" | "agent" | "system";
                /** @description Id of the user or agent; null for the system. */
                id: string | null;
                /** @description Name to show. */
                name: string;
            };
            /** @description The text, as markdown. */
            body: string;
            /** @description How far the work was; null if not said. */
            progress: {
                /** @description How much was done. */
                done: number;
                /** @description How much there was. */
                total: number;
                /** @description What was counted. */
                label: string | null;
            } | null;
            /**
             * Format: date-time
             * @description When it was posted.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When a heartbeat or claim first carried it to an agent that holds the task; null until then, and for all but a `COMMENT` of a person.
             */
            deliveredAt: string | null;
            /**
             * Format: date-time
             * @description When the agent said that it read it, with `messages.markRead`; null until then, and for all but a `COMMENT` of a person.
             */
            readAt: string | null;
        };
        /** @description One event of the task's history. */
        TimelineEntry: {
            /** @description Number of the event in the ledger of the workspace; it grows, with gaps within one task. */
            seq: number;
            /**
             * Format: date-time
             * @description When it happened.
             */
            at: string;
            /** @description Type of the event, such as `task.claimed`. */
            type: string;
            /** @description Who did it. */
            actor: {
                /**
                 * @description What kind of actor.
                 * @enum {string}
                 */
                kind: "user" | "agent" | "system" | "registration";
                /** @description Id of the actor; null for the system. */
                id: string | null;
            };
            /** @description The run it belongs to, if any. */
            runId: string | null;
            /** @description What happened, in one line for people: with the reason, the title or the name of the file where there is one. */
            summary: string;
            /** @description The data of the event. */
            payload: {
                [key: string]: unknown;
            };
            /** @description The message that was posted, for `message.posted`; else null. */
            message: components["schemas"]["Message"] | null;
        };
        /** @description The least an agent needs to start on a task. */
        TaskBriefing: {
            /** @description All of it as markdown, at most 32768 bytes of UTF-8. */
            text: string;
            /** @description The branch for changes to code, `agent/<agent>-<title>` in letters, digits and dashes. The agent is the one that asks, else the one that holds the task, else the assignee; null where there is none. */
            branch: string | null;
            /** @description The files of the task, of each name the newest version, oldest first. */
            files: components["schemas"]["TaskFile"][];
            /** @description Whether something was cut to keep the text short; the text says what, and where the rest is. */
            truncated: boolean;
        };
        /** @description Messages the agent at work has read. */
        MarkMessagesRead: {
            /** @description Fence of your lease on the task. */
            fence: number;
            /** @description What you have read; messages of this task. */
            messageIds: string[];
        };
        /** @description What is left to read. */
        MessagesRead: {
            /** @description How many comments of people on this task are unread now, counted to 1000 at most. */
            unread: number;
        };
        /** @description A message to post in the thread of a task. */
        CreateMessage: {
            /**
             * @description `WORK_PLAN` says what you will do, `PROGRESS` how far you are, `ARTIFACT` shows something you made, `COMMENT` is anything else.
             * @default COMMENT
             * @enum {string}
             */
            type: "COMMENT" | "WORK_PLAN" | "PROGRESS" | "ARTIFACT";
            /** @description The text, as markdown. */
            body: string;
            /** @description Fence of your lease on the task. Required of agents for every type but `COMMENT`, ignored for people. */
            fence?: number;
            /** @description How far the work is, in any unit; meant for `PROGRESS`. Default none. */
            progress?: {
                /** @description How much is done. */
                done: number;
                /** @description How much there is. */
                total: number;
                /** @description What is counted, such as `files`. Default none. */
                label?: string;
            };
        };
        /** @description The result of one step of the work on a task, kept for the runs that come after. */
        Step: {
            /** @description The task it is a step of. */
            taskId: string;
            /** @description Its name, given by the agent; unique within the task. */
            name: string;
            /** @description What was saved, any JSON. */
            result: unknown;
            /** @description The run that saved it. */
            runId: string;
            /**
             * Format: date-time
             * @description When it was saved.
             */
            createdAt: string;
        };
        /** @description What a step of the work came to. */
        SaveStep: {
            /** @description Fence of your lease on the task. */
            fence: number;
            /** @description What it came to, any JSON up to 64 kB; null where there is nothing to remember but that it was done. */
            result: unknown;
        };
        /** @description The step as it is kept now, by this call or an earlier one. */
        SavedStep: {
            /** @description The task it is a step of. */
            taskId: string;
            /** @description Its name, given by the agent; unique within the task. */
            name: string;
            /** @description What is kept, any JSON; go on with this and not with what you sent. */
            result: unknown;
            /** @description The run that saved it. */
            runId: string;
            /**
             * Format: date-time
             * @description When it was saved.
             */
            createdAt: string;
            /** @description Whether your result is the one that stands; false where the step was saved before. */
            isFirst: boolean;
        };
        /** @description Something an agent wants to do and may not do alone. */
        RequestApproval: {
            /** @description Fence of your lease on the task. */
            fence: number;
            /** @description What would be done, in one line a person can decide on. */
            action: string;
            /**
             * @description GREEN is approved at once and only recorded, YELLOW needs one person, RED two different ones.
             * @enum {string}
             */
            risk: "GREEN" | "YELLOW" | "RED";
            /** @description Exactly what would be executed (command, recipients, amounts), any JSON object up to 64 kB. Default an empty object. */
            payload?: {
                [key: string]: unknown;
            };
            /** @description Why it is right to do it, as markdown. Default none. */
            justification?: string;
            /**
             * @description What becomes of the task if denied: `continue` means you can go on without it, `block` means you cannot. Where nobody holds the task by then it is blocked in any case.
             * @default continue
             * @enum {string}
             */
            onDenial: "continue" | "block";
            /**
             * @description After so many seconds without a decision it counts as denied. Default seven days, at most thirty.
             * @default 604800
             */
            expiresInSeconds: number;
        };
        /** @description A person saying yes. */
        ApproveApproval: {
            /** @description What the agent should mind. Default none. */
            note?: string;
            /** @description How much may be spent on top, in micro-dollars; only for kind `budget`. Default: as much as the limit once more. */
            grantCostMicros?: number;
        };
        /** @description A person saying no. */
        DenyApproval: {
            /** @description Why not, and what to do instead; the agent reads it. */
            note: string;
        };
        /** @description Taking a question back. */
        WithdrawApproval: {
            /** @description Why it is no longer needed. Default none. */
            reason?: string;
        };
        /** @description Something an agent needs to know from a person. */
        AskQuestion: {
            /** @description Fence of your lease on the task. */
            fence: number;
            /** @description What you want to know, so that a person can answer it without reading your work. */
            question: string;
            /** @description Answers you suggest; each becomes a button. Default none. */
            options?: string[];
            /** @description What one should know to answer, as markdown. Default none. */
            context?: string;
            /**
             * @description After so many seconds without an answer you go on without one. Default seven days, at most thirty.
             * @default 604800
             */
            expiresInSeconds: number;
        };
        /** @description The answer of a person; an option, a text, or both. */
        AnswerQuestion: {
            /** @description One of the question's options, letter by letter. Required without `text`. */
            option?: string;
            /** @description What you say in your own words, as markdown. Required without `option`. */
            text?: string;
        };
        /** @description Taking a question back. */
        WithdrawQuestion: {
            /** @description Why the answer is no longer needed. Default none. */
            reason?: string;
        };
        /**
         * @description `succeeded` and `failed` are outcomes; `ended` is neither: released, paused, canceled, waiting and the like, see `endReason`.
         * @enum {string}
         */
        RunStatus: "running" | "succeeded" | "failed" | "ended";
        /**
         * @description What set the run off: a person, a schedule, the agent itself (claims too), a call from outside, or a workflow.
         * @enum {string}
         */
        RunTrigger: "manual" | "cron" | "autonomous" | "webhook" | "workflow";
        /** @description One stretch of an agent's work, opened by a claim or by `runs.start`. */
        Run: {
            /** @description Id of the run. */
            id: string;
            /** @description Workspace it belongs to. */
            workspaceId: string;
            /** @description The task it works on; null for work without a task. */
            taskId: string | null;
            /** @description The agent that works. */
            agentId: string;
            /** @description Fence of the claim that opened it; null without a task. */
            fence: number | null;
            /** @description Which attempt at the task it is, from 1; null without a task. */
            attempt: number | null;
            /** @description What it is about, where the agent said so. */
            title: string | null;
            /** @description What set it off. */
            trigger: components["schemas"]["RunTrigger"];
            /** @description Whether it goes on and how it ended. */
            status: components["schemas"]["RunStatus"];
            /** @description Why it ended; null while it is running. */
            endReason: components["schemas"]["EndReason"] | null;
            /** @description What went wrong, for status `failed` and the end `provider_limited`; else null. */
            error: {
                /** @description What went wrong. */
                message: string;
                /** @description Short name of the failure. */
                code: string | null;
                /** @description Stack trace. */
                stack: string | null;
            } | null;
            /** @description The name the agent has for its session, to find its own logs by. */
            sessionKey: string | null;
            /** @description What the agent noted about it; an empty object where nothing was given. */
            metadata: {
                [key: string]: unknown;
            };
            /** @description What it was expected to cost, in micro-dollars. */
            estimateCostMicros: number;
            /** @description What is still reserved for it, in micro-dollars; 0 once it has ended. */
            reservedCostMicros: number;
            /** @description What is booked for it, in micro-dollars, overage included. */
            spentCostMicros: number;
            /** @description What its usage costs by the price list, in micro-dollars, also where a subscription covers it. */
            listCostMicros: number;
            /** @description The part of what was spent that no budget had room for, in micro-dollars. */
            overageCostMicros: number;
            /**
             * Format: date-time
             * @description When it started.
             */
            startedAt: string;
            /**
             * Format: date-time
             * @description When it ended; null while it is running.
             */
            endedAt: string | null;
            /** @description How long it took, in whole seconds; null while it is running. */
            durationSeconds: number | null;
        };
        /** @description An agent beginning work that has no task. */
        StartRun: {
            /** @description Your own name for this request, new for each run. Repeat it when an answer was lost: you get the same run. */
            startRequestId: string;
            /** @description What the run is about, in one line. Default none. */
            title?: string;
            /**
             * @description What set the run off.
             * @default autonomous
             * @enum {string}
             */
            trigger: "manual" | "cron" | "autonomous" | "webhook" | "workflow";
            /** @description What it will probably cost, in micro-dollars; it is reserved. Default: the run limit if there is one, else 100000. */
            estimateCostMicros?: number;
            /** @description Your name for the session, to find your own logs by. Default none. */
            sessionKey?: string;
            /** @description Anything worth noting, any JSON object up to 64 kB. Default an empty object. */
            metadata?: {
                [key: string]: unknown;
            };
        };
        /** @description The runs that started in a stretch of time, in numbers. */
        RunStats: {
            /**
             * Format: date-time
             * @description Start of the stretch, included.
             */
            since: string;
            /**
             * Format: date-time
             * @description End of the stretch, not included.
             */
            until: string;
            /** @description How many runs started in it. */
            total: number;
            /** @description How many of them have each status now. */
            byStatus: {
                /** @description Still going on. */
                running: number;
                /** @description Went well. */
                succeeded: number;
                /** @description Went wrong. */
                failed: number;
                /** @description Ended without an outcome. */
                ended: number;
            };
            /** @description Average length of those that are over, in seconds; null if none is. */
            averageDurationSeconds: number | null;
            /** @description What is booked for them, in micro-dollars. */
            spentCostMicros: number;
            /** @description Tokens of all token meters they reported, added up. */
            tokens: number;
        };
        /** @description The end of a run that went well. */
        CompleteRun: {
            /** @description The result in a few sentences, kept with the event. Default none. */
            summary?: string;
        };
        /** @description The end of a run that went wrong. */
        FailRun: {
            /** @description What went wrong. */
            error: {
                /** @description What went wrong, for people. */
                message: string;
                /** @description Short name of the failure, to group by. Default none. */
                code?: string;
                /** @description Stack trace. Default none. */
                stack?: string;
            };
        };
        /** @description How much a run still needs. */
        ReserveForRun: {
            /** @description What is to be set aside at least for what the run still spends, in micro-dollars. What is set aside already counts. */
            costMicros: number;
        };
        /**
         * @description What a budget limits: one agent, one task over all its runs, or one run.
         * @enum {string}
         */
        BudgetScope: "agent" | "task" | "run";
        /** @description How full one budget is. */
        BudgetUse: {
            /** @description The budget; null where it is the limit of the task itself. */
            budgetId: string | null;
            /** @description What it limits. */
            scope: components["schemas"]["BudgetScope"];
            /** @description Its limit in this window, in micro-dollars, grants included. */
            limitCostMicros: number;
            /** @description What is spent of it, in micro-dollars, overage included. */
            spentCostMicros: number;
            /** @description What is reserved by open runs, in micro-dollars. */
            reservedCostMicros: number;
            /** @description What is neither spent nor reserved, in micro-dollars, never below 0. */
            remainingCostMicros: number;
            /** @description Whether spending has reached the warning mark. */
            warning: boolean;
        };
        /** @description What is set aside for a run. */
        Reserved: {
            /** @description What is set aside for it now, in micro-dollars; 0 where no budget is above it. */
            reservedCostMicros: number;
            /** @description Each budget above the run as it is now. */
            budgets: components["schemas"]["BudgetUse"][];
        };
        /**
         * @description What is counted. The meters do not overlap: `input_token` leaves out the cached ones, `output_token` the reasoning ones.
         * @enum {string}
         */
        Meter: "input_token" | "cached_input_token" | "cache_write_token" | "output_token" | "reasoning_token" | "compute_second" | "request";
        /** @description One usage report as it was booked. */
        Usage: {
            /** @description Id of the report at the server. */
            id: string;
            /** @description The run it belongs to. */
            runId: string;
            /** @description The name the agent gave it. */
            reportId: string;
            /** @description The thing measured, where it was named. */
            measureId: string | null;
            /**
             * @description Who measured.
             * @enum {string}
             */
            origin: "sdk" | "agent" | "provider" | "runner";
            /**
             * @description Whether it is paid for by use or covered by a subscription.
             * @enum {string}
             */
            billing: "metered" | "included";
            /** @description Who ran the model; null if not known. */
            provider: string | null;
            /** @description Name of the model; null if not known. */
            model: string | null;
            /** @description The quantities with what each costs. */
            lines: {
                /** @description What was counted. */
                meter: components["schemas"]["Meter"];
                /** @description How much. */
                quantity: number;
                /** @description Its list cost in micro-dollars, rounded up. */
                costMicros: number;
            }[];
            /** @description The cost the report gave, in micro-dollars; null if it gave none. */
            givenCostMicros: number | null;
            /** @description The cost by the price list, in micro-dollars. */
            pricedCostMicros: number;
            /** @description What was booked against the budgets, in micro-dollars; 0 for included usage and for what was counted already, the signed difference where it corrects a less trusted report. */
            bookedCostMicros: number;
            /** @description The part of it that no budget had room for, in micro-dollars. */
            overageCostMicros: number;
            /** @description Version of the price list that was used. */
            priceVersion: string;
            /**
             * @description Where the price came from: the list, an override of this workspace, or the fallback for unknown models.
             * @enum {string}
             */
            priceFlag: "known" | "override" | "fallback";
            /**
             * Format: date-time
             * @description When it was used.
             */
            usedAt: string;
            /**
             * Format: date-time
             * @description When it was taken in.
             */
            createdAt: string;
            /** @description Whether the run was over by then. */
            late: boolean;
        };
        /** @description What a run used since its last report. */
        ReportUsage: {
            /** @description Your own name for this report, new for each in a run. Sent again with the same content it is taken once. */
            reportId: string;
            /** @description Name of the thing measured, such as the id of a model response, so that two who measure it are counted once. Default none. */
            measureId?: string;
            /**
             * @description Who measured.
             * @default agent
             * @enum {string}
             */
            origin: "sdk" | "agent" | "provider" | "runner";
            /**
             * @description `included` means a subscription covers it: it books nothing and keeps its list cost.
             * @default metered
             * @enum {string}
             */
            billing: "metered" | "included";
            /** @description Who ran the model, such as `anthropic`. Default: as the agent registered. */
            provider?: string;
            /** @description Name of the model, as the provider calls it. Default: as the agent registered. */
            model?: string;
            /** @description The quantities. */
            lines: {
                /**
                 * @description What was counted. Count nothing twice: cached input is not also input, reasoning not also output.
                 * @enum {string}
                 */
                meter: "input_token" | "cached_input_token" | "cache_write_token" | "output_token" | "reasoning_token" | "compute_second" | "request";
                /** @description How much, in units of the meter, with up to six decimals; further ones are rounded up. */
                quantity: number;
            }[];
            /** @description What it cost for all lines, in micro-dollars, if you know; a million dollars at most. Where the origin is not trusted the greater of this and the list price is booked. Default: the list price. */
            costMicros?: number;
            /**
             * Format: date-time
             * @description When it was used, kept within the span of the run. Default now.
             */
            usedAt?: string;
        };
        /** @description What was booked, and whether the work may go on. */
        UsageAnswer: {
            /** @description The report as it was booked. */
            usage: components["schemas"]["Usage"];
            /** @description Whether the run was over when it came. */
            late: boolean;
            /** @description What became of the lease of this run. */
            lease: {
                /**
                 * @description `held` goes on, `lost` is over, `none` is a run without a task.
                 * @enum {string}
                 */
                state: "held" | "lost" | "none";
                /** @description Why it was lost; null otherwise. */
                reason: components["schemas"]["EndReason"] | null;
            };
            /** @description True means stop working on this run now. */
            stop: boolean;
            /** @description The money of the run after this report. */
            run: {
                /** @description What is still reserved for it, in micro-dollars. */
                reservedCostMicros: number;
                /** @description What is booked for it, in micro-dollars. */
                spentCostMicros: number;
            };
            /** @description Each budget the report counted against, after it. */
            budgets: components["schemas"]["BudgetUse"][];
        };
        /** @description Several reports of one run. */
        ReportUsageBatch: {
            /** @description The reports */
            reports: components["schemas"]["ReportUsage"][];
        };
        /** @description What was booked of each report. */
        UsageBatchAnswer: {
            /** @description The answer to each report */
            answers: components["schemas"]["UsageAnswer"][];
        };
        /**
         * @description How much it matters; `error` is what went wrong.
         * @enum {string}
         */
        RunLogLevel: "debug" | "info" | "warn" | "error";
        /** @description One line of a run's log. */
        LogEntry: {
            /** @description The run that wrote it. */
            runId: string;
            /** @description Its place in the log of the run, as its writer counted. */
            number: number;
            /**
             * Format: date-time
             * @description When it was written, by the clock of its writer.
             */
            at: string;
            /** @description How much it matters. */
            level: components["schemas"]["RunLogLevel"];
            /** @description What it says. */
            message: string;
            /** @description What belongs to it as data; null where there is none. */
            data: {
                [key: string]: unknown;
            } | null;
        };
        /** @description Lines to add to the log of a run. */
        AppendLogs: {
            /** @description The lines, in any order. */
            entries: {
                /** @description Its place in the log of this run: count from 1. A number that is there already is left as it is, so a batch can be sent again. */
                number: number;
                /**
                 * Format: date-time
                 * @description When it was written.
                 */
                at: string;
                /**
                 * @description How much it matters.
                 * @enum {string}
                 */
                level: "debug" | "info" | "warn" | "error";
                /** @description What it says. */
                message: string;
                /** @description What belongs to it as data, any JSON object up to 4 kB. Default none. */
                data?: {
                    [key: string]: unknown;
                };
            }[];
        };
        /** @description What became of the lines. */
        LogsAppended: {
            /** @description How many lines were added. */
            written: number;
            /** @description How many were there already. */
            known: number;
        };
        /** @description A price of this workspace that goes before the price list. */
        Price: {
            /** @description Id of the price. */
            id: string;
            /** @description Who runs the model; `*` for any. */
            provider: string;
            /** @description Name of the model; `*` for meters of no model. */
            model: string;
            /** @description What is counted. */
            meter: components["schemas"]["Meter"];
            /** @description Micro-dollars for one million units of the meter. */
            pricePerMillionMicros: number;
            /**
             * Format: date-time
             * @description When it was first set.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was last set.
             */
            updatedAt: string;
        };
        /** @description What one meter of one model costs in this workspace. */
        PutPrice: {
            /**
             * @description Who runs the model; `*` for any.
             * @default *
             */
            provider: string;
            /** @description Name of the model, as reports give it; `*` for meters of no model, such as `compute_second`. */
            model: string;
            /**
             * @description What is counted.
             * @enum {string}
             */
            meter: "input_token" | "cached_input_token" | "cache_write_token" | "output_token" | "reasoning_token" | "compute_second" | "request";
            /** @description Micro-dollars for one million units of the meter. Three dollars a million tokens is 3000000. */
            pricePerMillionMicros: number;
        };
        /**
         * @description Over which time spending is added up: a calendar day in the timezone of the workspace, or all of it.
         * @enum {string}
         */
        BudgetPeriod: "day" | "none";
        /** @description A limit on spending. */
        Budget: {
            /** @description Id of the budget. */
            id: string;
            /** @description Workspace it belongs to. */
            workspaceId: string;
            /** @description What it limits. */
            scope: components["schemas"]["BudgetScope"];
            /** @description The one agent, task or run it limits; null where each one of that scope has the limit by itself. */
            scopeId: string | null;
            /** @description Over which time spending is added up. */
            window: components["schemas"]["BudgetPeriod"];
            /** @description The limit, in micro-dollars. */
            limitCostMicros: number;
            /** @description At which share of the limit, in percent, a warning is given. */
            warnAtPercent: number;
            /**
             * Format: date-time
             * @description When it was created.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updatedAt: string;
        };
        /** @description A limit to set. */
        CreateBudget: {
            /**
             * @description What to limit.
             * @enum {string}
             */
            scope: "agent" | "task" | "run";
            /**
             * @description The one agent or task to limit, in place of the limit each one has. Null gives each one of that scope this limit by itself; for `run` it must be null.
             * @default null
             */
            scopeId: string | null;
            /**
             * @description Over which time to add up: `day` for an agent, `none` for a task or run; other pairs are refused.
             * @enum {string}
             */
            window: "day" | "none";
            /** @description The limit, in micro-dollars (1000000 is one dollar). To stop an agent altogether pause it. */
            limitCostMicros: number;
            /**
             * @description At which share of the limit, in percent, to warn. Once a window.
             * @default 80
             */
            warnAtPercent: number;
        };
        /** @description How far a budget is used by one subject in one stretch of time. */
        BudgetWindow: {
            /** @description The agent, task or run whose spending is counted. */
            subjectId: string;
            /**
             * Format: date-time
             * @description Start of the day; null without a period.
             */
            startAt: string | null;
            /**
             * Format: date-time
             * @description End of the day, not included; null without a period.
             */
            endAt: string | null;
            /** @description The limit in this window, in micro-dollars, grants included. */
            limitCostMicros: number;
            /** @description What open runs have reserved, in micro-dollars. */
            reservedCostMicros: number;
            /** @description What is spent, in micro-dollars, overage included. */
            spentCostMicros: number;
            /** @description The part of it beyond the limit, in micro-dollars. Reserved and spent never pass the limit by more than this. */
            overageCostMicros: number;
            /** @description What is neither spent nor reserved, in micro-dollars, never below 0. */
            remainingCostMicros: number;
        };
        /** @description A budget with its open windows. */
        BudgetDetail: {
            /** @description The budget itself. */
            budget: components["schemas"]["Budget"];
            /** @description Its open windows, newest first, 50 at most. One that nothing was spent in yet may be missing. */
            windows: components["schemas"]["BudgetWindow"][];
        };
        /** @description What is to change; fields left out stay as they are. */
        UpdateBudget: {
            /** @description The new limit, in micro-dollars; it holds for open windows too. */
            limitCostMicros?: number;
            /** @description At which share of the limit, in percent, to warn. */
            warnAtPercent?: number;
        };
        /** @description Who did it. */
        EventActor: {
            /**
             * @description A person, an agent, the server itself, or an agent that was only registering.
             * @enum {string}
             */
            kind: "user" | "agent" | "system" | "registration";
            /** @description Id of the user, agent or registration; null for the server. */
            id: string | null;
        };
        /** @description One row of the append-only ledger: something that happened in a workspace. */
        Event: {
            /** @description `seq` as text; what the stream uses as its ids. */
            id: string;
            /** @description Number of the event in its workspace: 1, 2, 3 … without gaps. */
            seq: number;
            /** @description What happened, e.g. `task.claimed`. All types stand in the `x-mission-control.events` table; skip those you do not know. */
            type: string;
            /**
             * Format: date-time
             * @description When it happened.
             */
            at: string;
            /** @description Shared by all events of one change. */
            changeId: string;
            actor: components["schemas"]["EventActor"];
            /** @description The task it belongs to; null where none. */
            taskId: string | null;
            /** @description The run it belongs to; null where none. */
            runId: string | null;
            /** @description The agent it is about, also where a person or the server acted; null where none. */
            agentId: string | null;
            /** @description What belongs to the type, e.g. `from` and `to` of a change of state. Large texts are not in it. */
            payload: {
                [key: string]: unknown;
            };
            /** @description SHA-256 over the hash of the event before and this one's content, in hexadecimal; so a changed ledger shows. */
            hash: string;
        };
        /**
         * @description A type of event; the table `x-mission-control.events` says what each means.
         * @enum {string}
         */
        EventType: "workspace.created" | "workspace.updated" | "workspace.archived" | "user.created" | "user.updated" | "user.removed" | "membership.changed" | "key.created" | "key.rotated" | "key.revoked" | "enrollment_token.created" | "enrollment_token.revoked" | "registration.rejected" | "agent.approved" | "agent.updated" | "agent.deactivated" | "agent.reactivated" | "agent.removed" | "agent.online" | "agent.offline" | "agent.drain_requested" | "hold.placed" | "hold.extended" | "hold.lifted" | "task.created" | "task.updated" | "task.readied" | "task.held" | "task.claimed" | "task.released" | "task.completed" | "task.submitted" | "task.failed" | "task.retried" | "task.expired" | "task.blocked" | "task.unblocked" | "task.paused" | "task.resumed" | "task.canceled" | "task.reopened" | "task.closed" | "task.approval_requested" | "task.approval_settled" | "task.changes_requested" | "task.reviewed" | "task.dependency_added" | "task.dependency_removed" | "task.dependency_failed" | "task.lease_ended" | "run.started" | "run.ended" | "usage.reported" | "usage.corrected" | "budget.created" | "budget.updated" | "budget.removed" | "budget.warned" | "budget.exceeded" | "budget.granted" | "budget.counted" | "budget.reserved" | "budget.released" | "price.changed" | "price.removed" | "approval.requested" | "approval.voted" | "approval.approved" | "approval.denied" | "approval.expired" | "approval.withdrawn" | "question.asked" | "question.answered" | "question.expired" | "question.withdrawn" | "step.saved" | "message.posted" | "file.added" | "file.removed";
    };
    responses: {
        /** @description Refused: the body says why (`error.code`) and what to do (`error.hint`). Failures of the server (5xx) have the same body. */
        Error: {
            headers: {
                /** @description Id of this request. */
                "X-Request-Id"?: string;
                /** @description Seconds to wait before trying again; on 429 and 503. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
    };
    parameters: {
        /** @description Most items on one page. */
        Limit: number;
        /** @description `page.nextCursor` of the page before; left out for the first page. It fits only the list, the filters and the sort it came with. */
        Cursor: string;
        /** @description Order of the list: `-createdAt` newest first, `createdAt` oldest first. */
        Sort: "-createdAt" | "createdAt";
        /** @description Id of the workspace. */
        WorkspaceId: string;
        /** @description Id of the user. */
        UserId: string;
        /** @description Id of the API key. */
        KeyId: string;
        /** @description How many seconds the server may hold the request open until there is an answer; 0 answers at once. */
        WaitSeconds: number;
        /** @description Id of the registration. */
        RegistrationId: string;
        /** @description Id of the enrollment token. */
        EnrollmentTokenId: string;
        /** @description Id of the agent. */
        AgentId: string;
        /** @description Id of the task. */
        TaskId: string;
        /** @description Id of the task that must be done first. */
        BlockedByTaskId: string;
        /** @description Name of the step. Percent-encoded as UTF-8 where you write the address yourself. */
        StepName: string;
        /** @description Name of the file: 1 to 200 characters, one at least that can be seen, no slash, no control character, none that turns the direction of writing or ends a line, not `.` or `..`. Percent-encoded as UTF-8 where you write the address yourself. */
        FileName: string;
        /** @description Fence of your lease on the task. Required of agents, ignored for people. */
        Fence: number;
        /** @description Id of the file. */
        FileId: string;
        /** @description Id of the approval. */
        ApprovalId: string;
        /** @description Id of the question. */
        QuestionId: string;
        /** @description Id of the run. */
        RunId: string;
        /** @description Id of the price. */
        PriceId: string;
        /** @description Id of the budget. */
        BudgetId: string;
        /** @description Only events of these types, separated by commas, e.g. `task.claimed,task.completed`. */
        EventTypes: components["schemas"]["EventType"][];
        /** @description Only events of this task. */
        EventTask: string;
        /** @description Only events about this agent. */
        EventAgent: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type ServerInfo = components['schemas']['ServerInfo'];
export type ErrorBody = components['schemas']['ErrorBody'];
export type KeyScope = components['schemas']['KeyScope'];
export type MyWorkspace = components['schemas']['MyWorkspace'];
export type WorkspaceRole = components['schemas']['WorkspaceRole'];
export type Membership = components['schemas']['Membership'];
export type Me = components['schemas']['Me'];
export type CreateSession = components['schemas']['CreateSession'];
export type SessionUser = components['schemas']['SessionUser'];
export type SessionInfo = components['schemas']['SessionInfo'];
export type SessionEnded = components['schemas']['SessionEnded'];
export type CreateSignInLink = components['schemas']['CreateSignInLink'];
export type SignInLink = components['schemas']['SignInLink'];
export type Workspace = components['schemas']['Workspace'];
export type Page = components['schemas']['Page'];
export type CreateWorkspace = components['schemas']['CreateWorkspace'];
export type UpdateWorkspace = components['schemas']['UpdateWorkspace'];
export type User = components['schemas']['User'];
export type CreateUser = components['schemas']['CreateUser'];
export type ApiKey = components['schemas']['ApiKey'];
export type KeySecret = components['schemas']['KeySecret'];
export type UserCreated = components['schemas']['UserCreated'];
export type UpdateUser = components['schemas']['UpdateUser'];
export type PutMembership = components['schemas']['PutMembership'];
export type CreateKey = components['schemas']['CreateKey'];
export type RotateKey = components['schemas']['RotateKey'];
export type RegisterAgent = components['schemas']['RegisterAgent'];
export type RegistrationAnswer = components['schemas']['RegistrationAnswer'];
export type Heartbeat = components['schemas']['Heartbeat'];
export type EndReason = components['schemas']['EndReason'];
export type AgentMessage = components['schemas']['AgentMessage'];
export type HeartbeatAnswer = components['schemas']['HeartbeatAnswer'];
export type ConnectionType = components['schemas']['ConnectionType'];
export type Registration = components['schemas']['Registration'];
export type RegistrationStatus = components['schemas']['RegistrationStatus'];
export type ApproveRegistration = components['schemas']['ApproveRegistration'];
export type Hold = components['schemas']['Hold'];
export type Agent = components['schemas']['Agent'];
export type RejectRegistration = components['schemas']['RejectRegistration'];
export type EnrollmentToken = components['schemas']['EnrollmentToken'];
export type CreateEnrollmentToken = components['schemas']['CreateEnrollmentToken'];
export type EnrollmentTokenSecret = components['schemas']['EnrollmentTokenSecret'];
export type UpdateAgent = components['schemas']['UpdateAgent'];
export type DeactivateAgent = components['schemas']['DeactivateAgent'];
export type PauseAgent = components['schemas']['PauseAgent'];
export type TaskState = components['schemas']['TaskState'];
export type TaskPriority = components['schemas']['TaskPriority'];
export type Lease = components['schemas']['Lease'];
export type Task = components['schemas']['Task'];
export type CreateTask = components['schemas']['CreateTask'];
export type TaskCount = components['schemas']['TaskCount'];
export type TaskCounts = components['schemas']['TaskCounts'];
export type ClaimNext = components['schemas']['ClaimNext'];
export type ClaimedRun = components['schemas']['ClaimedRun'];
export type Risk = components['schemas']['Risk'];
export type OnDenial = components['schemas']['OnDenial'];
export type ApprovalState = components['schemas']['ApprovalState'];
export type Approval = components['schemas']['Approval'];
export type QuestionState = components['schemas']['QuestionState'];
export type Question = components['schemas']['Question'];
export type ClaimAnswer = components['schemas']['ClaimAnswer'];
export type TaskFile = components['schemas']['TaskFile'];
export type Deliverable = components['schemas']['Deliverable'];
export type OnDependencyFailure = components['schemas']['OnDependencyFailure'];
export type TaskDependency = components['schemas']['TaskDependency'];
export type TaskDetail = components['schemas']['TaskDetail'];
export type UpdateTask = components['schemas']['UpdateTask'];
export type ClaimTask = components['schemas']['ClaimTask'];
export type ReleaseTask = components['schemas']['ReleaseTask'];
export type CompleteTask = components['schemas']['CompleteTask'];
export type FailTask = components['schemas']['FailTask'];
export type BlockTask = components['schemas']['BlockTask'];
export type UnblockTask = components['schemas']['UnblockTask'];
export type CancelTask = components['schemas']['CancelTask'];
export type PauseTask = components['schemas']['PauseTask'];
export type ReopenTask = components['schemas']['ReopenTask'];
export type ReviewTask = components['schemas']['ReviewTask'];
export type AddDependency = components['schemas']['AddDependency'];
export type TaskTransition = components['schemas']['TaskTransition'];
export type TaskTransitions = components['schemas']['TaskTransitions'];
export type Message = components['schemas']['Message'];
export type TimelineEntry = components['schemas']['TimelineEntry'];
export type TaskBriefing = components['schemas']['TaskBriefing'];
export type MarkMessagesRead = components['schemas']['MarkMessagesRead'];
export type MessagesRead = components['schemas']['MessagesRead'];
export type CreateMessage = components['schemas']['CreateMessage'];
export type Step = components['schemas']['Step'];
export type SaveStep = components['schemas']['SaveStep'];
export type SavedStep = components['schemas']['SavedStep'];
export type RequestApproval = components['schemas']['RequestApproval'];
export type ApproveApproval = components['schemas']['ApproveApproval'];
export type DenyApproval = components['schemas']['DenyApproval'];
export type WithdrawApproval = components['schemas']['WithdrawApproval'];
export type AskQuestion = components['schemas']['AskQuestion'];
export type AnswerQuestion = components['schemas']['AnswerQuestion'];
export type WithdrawQuestion = components['schemas']['WithdrawQuestion'];
export type RunStatus = components['schemas']['RunStatus'];
export type RunTrigger = components['schemas']['RunTrigger'];
export type Run = components['schemas']['Run'];
export type StartRun = components['schemas']['StartRun'];
export type RunStats = components['schemas']['RunStats'];
export type CompleteRun = components['schemas']['CompleteRun'];
export type FailRun = components['schemas']['FailRun'];
export type ReserveForRun = components['schemas']['ReserveForRun'];
export type BudgetScope = components['schemas']['BudgetScope'];
export type BudgetUse = components['schemas']['BudgetUse'];
export type Reserved = components['schemas']['Reserved'];
export type Meter = components['schemas']['Meter'];
export type Usage = components['schemas']['Usage'];
export type ReportUsage = components['schemas']['ReportUsage'];
export type UsageAnswer = components['schemas']['UsageAnswer'];
export type ReportUsageBatch = components['schemas']['ReportUsageBatch'];
export type UsageBatchAnswer = components['schemas']['UsageBatchAnswer'];
export type RunLogLevel = components['schemas']['RunLogLevel'];
export type LogEntry = components['schemas']['LogEntry'];
export type AppendLogs = components['schemas']['AppendLogs'];
export type LogsAppended = components['schemas']['LogsAppended'];
export type Price = components['schemas']['Price'];
export type PutPrice = components['schemas']['PutPrice'];
export type BudgetPeriod = components['schemas']['BudgetPeriod'];
export type Budget = components['schemas']['Budget'];
export type CreateBudget = components['schemas']['CreateBudget'];
export type BudgetWindow = components['schemas']['BudgetWindow'];
export type BudgetDetail = components['schemas']['BudgetDetail'];
export type UpdateBudget = components['schemas']['UpdateBudget'];
export type EventActor = components['schemas']['EventActor'];
export type Event = components['schemas']['Event'];
export type EventType = components['schemas']['EventType'];
export type ResponseError = components['responses']['Error'];
export type ParameterLimit = components['parameters']['Limit'];
export type ParameterCursor = components['parameters']['Cursor'];
export type ParameterSort = components['parameters']['Sort'];
export type ParameterWorkspaceId = components['parameters']['WorkspaceId'];
export type ParameterUserId = components['parameters']['UserId'];
export type ParameterKeyId = components['parameters']['KeyId'];
export type ParameterWaitSeconds = components['parameters']['WaitSeconds'];
export type ParameterRegistrationId = components['parameters']['RegistrationId'];
export type ParameterEnrollmentTokenId = components['parameters']['EnrollmentTokenId'];
export type ParameterAgentId = components['parameters']['AgentId'];
export type ParameterTaskId = components['parameters']['TaskId'];
export type ParameterBlockedByTaskId = components['parameters']['BlockedByTaskId'];
export type ParameterStepName = components['parameters']['StepName'];
export type ParameterFileName = components['parameters']['FileName'];
export type ParameterFence = components['parameters']['Fence'];
export type ParameterFileId = components['parameters']['FileId'];
export type ParameterApprovalId = components['parameters']['ApprovalId'];
export type ParameterQuestionId = components['parameters']['QuestionId'];
export type ParameterRunId = components['parameters']['RunId'];
export type ParameterPriceId = components['parameters']['PriceId'];
export type ParameterBudgetId = components['parameters']['BudgetId'];
export type ParameterEventTypes = components['parameters']['EventTypes'];
export type ParameterEventTask = components['parameters']['EventTask'];
export type ParameterEventAgent = components['parameters']['EventAgent'];
export type $defs = Record<string, never>;
export interface operations {
    "system.info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["ServerInfo"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "me.get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who you are. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Me"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "sessions.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateSession"];
            };
        };
        responses: {
            /** @description Signed in. */
            201: {
                headers: {
                    /** @description The cookie `mc_session`, HttpOnly, SameSite=Strict, Secure over HTTPS. */
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["SessionInfo"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "sessions.get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["SessionInfo"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "sessions.end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["SessionEnded"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "signInLinks.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CreateSignInLink"];
            };
        };
        responses: {
            /** @description The link. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["SignInLink"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "workspaces.list": {
        parameters: {
            query?: {
                /** @description Most items on one page. */
                limit?: components["parameters"]["Limit"];
                /** @description `page.nextCursor` of the page before; left out for the first page. It fits only the list, the filters and the sort it came with. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Order of the list: `-createdAt` newest first, `createdAt` oldest first. */
                sort?: components["parameters"]["Sort"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of workspaces. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Workspace"][];
                        page: components["schemas"]["Page"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "workspaces.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateWorkspace"];
            };
        };
        responses: {
            /** @description The new workspace. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Workspace"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "workspaces.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the workspace. */
                workspaceId: components["parameters"]["WorkspaceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The workspace. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Workspace"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "workspaces.update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the workspace. */
                workspaceId: components["parameters"]["WorkspaceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateWorkspace"];
            };
        };
        responses: {
            /** @description The workspace as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Workspace"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "workspaces.archive": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the workspace. */
                workspaceId: components["parameters"]["WorkspaceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The archived workspace. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Workspace"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "users.list": {
        parameters: {
            query?: {
                /** @description Most items on one page. */
                limit?: components["parameters"]["Limit"];
                /** @description `page.nextCursor` of the page before; left out for the first page. It fits only the list, the filters and the sort it came with. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Order of the list: `-createdAt` newest first, `createdAt` oldest first. */
                sort?: components["parameters"]["Sort"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of users. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["User"][];
                        page: components["schemas"]["Page"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "users.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateUser"];
            };
        };
        responses: {
            /** @description The new user and the secret of their key. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["UserCreated"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "users.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the user. */
                userId: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["User"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "users.remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the user. */
                userId: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user who was removed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["User"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "users.update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the user. */
                userId: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateUser"];
            };
        };
        responses: {
            /** @description The user as they are now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["User"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "memberships.put": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the user. */
                userId: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutMembership"];
            };
        };
        responses: {
            /** @description The user with their role here. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["User"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "keys.list": {
        parameters: {
            query?: {
                /** @description Id of the user or agent whose keys to list; by default oneself. */
                ownerId?: string;
                /** @description Most items on one page. */
                limit?: components["parameters"]["Limit"];
                /** @description `page.nextCursor` of the page before; left out for the first page. It fits only the list, the filters and the sort it came with. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Order of the list: `-createdAt` newest first, `createdAt` oldest first. */
                sort?: components["parameters"]["Sort"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of keys. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["ApiKey"][];
                        page: components["schemas"]["Page"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "keys.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateKey"];
            };
        };
        responses: {
            /** @description The new key and its secret. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["KeySecret"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "keys.revoke": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the API key. */
                keyId: components["parameters"]["KeyId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The revoked key. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["ApiKey"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "keys.rotate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the API key. */
                keyId: components["parameters"]["KeyId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RotateKey"];
            };
        };
        responses: {
            /** @description The new key and its secret. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["KeySecret"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "agents.register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterAgent"];
            };
        };
        responses: {
            /** @description The registration and the token to poll with. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["RegistrationAnswer"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "agents.heartbeat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Heartbeat"];
            };
        };
        responses: {
            /** @description The fate of the leases and what to do. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["HeartbeatAnswer"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "registrations.list": {
        parameters: {
            query?: {
                /** @description Only registrations in this state. */
                state?: "pending" | "approved" | "rejected";
                /** @description Only the pending registration with this code, in upper or lower case. */
                claimCode?: string;
                /** @description Most items on one page. */
                limit?: components["parameters"]["Limit"];
                /** @description `page.nextCursor` of the page before; left out for the first page. It fits only the list, the filters and the sort it came with. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Order of the list: `-createdAt` newest first, `createdAt` oldest first. */
                sort?: components["parameters"]["Sort"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of registrations. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Registration"][];
                        page: components["schemas"]["Page"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "registrations.poll": {
        parameters: {
            query?: {
                /** @description How many seconds the server may hold the request open until there is an answer; 0 answers at once. */
                waitSeconds?: components["parameters"]["WaitSeconds"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The decision, as far as there is one. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["RegistrationStatus"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "registrations.approve": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the registration. */
                registrationId: components["parameters"]["RegistrationId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ApproveRegistration"];
            };
        };
        responses: {
            /** @description The new agent. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Agent"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "registrations.reject": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the registration. */
                registrationId: components["parameters"]["RegistrationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RejectRegistration"];
            };
        };
        responses: {
            /** @description The rejected registration. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Registration"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "enrollmentTokens.list": {
        parameters: {
            query?: {
                /** @description Most items on one page. */
                limit?: components["parameters"]["Limit"];
                /** @description `page.nextCursor` of the page before; left out for the first page. It fits only the list, the filters and the sort it came with. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Order of the list: `-createdAt` newest first, `createdAt` oldest first. */
                sort?: components["parameters"]["Sort"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of enrollment tokens. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["EnrollmentToken"][];
                        page: components["schemas"]["Page"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "enrollmentTokens.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateEnrollmentToken"];
            };
        };
        responses: {
            /** @description The new token and its secret. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["EnrollmentTokenSecret"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "enrollmentTokens.revoke": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the enrollment token. */
                enrollmentTokenId: components["parameters"]["EnrollmentTokenId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The revoked token. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["EnrollmentToken"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "agents.list": {
        parameters: {
            query?: {
                /** @description Only agents with this status. */
                status?: "active" | "deactivated";
                /** @description Only agents that are there or are not. */
                presence?: "online" | "offline";
                /** @description Only agents granted this capability. */
                capability?: string;
                /** @description Only the agent with this name. */
                name?: string;
                /** @description Most items on one page. */
                limit?: components["parameters"]["Limit"];
                /** @description `page.nextCursor` of the page before; left out for the first page. It fits only the list, the filters and the sort it came with. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Order of the list: `-createdAt` newest first, `createdAt` oldest first. */
                sort?: components["parameters"]["Sort"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of agents. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Agent"][];
                        page: components["schemas"]["Page"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "agents.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the agent. */
                agentId: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The agent. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Agent"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "agents.remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the agent. */
                agentId: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The agent that was removed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Agent"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "agents.update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the agent. */
                agentId: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateAgent"];
            };
        };
        responses: {
            /** @description The agent as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Agent"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "agents.deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the agent. */
                agentId: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DeactivateAgent"];
            };
        };
        responses: {
            /** @description The deactivated agent. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Agent"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "agents.reactivate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the agent. */
                agentId: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The active agent. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Agent"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "agents.pause": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the agent. */
                agentId: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PauseAgent"];
            };
        };
        responses: {
            /** @description The paused agent. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Agent"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "agents.resume": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the agent. */
                agentId: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The agent as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Agent"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "agents.drain": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the agent. */
                agentId: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The draining agent. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Agent"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "tasks.list": {
        parameters: {
            query?: {
                /** @description Only tasks in one of these states, separated by commas. */
                state?: components["schemas"]["TaskState"][];
                /** @description Only tasks of this type. */
                type?: string;
                /** @description Only tasks with this label. */
                label?: string;
                /** @description Only tasks of this priority. */
                priority?: components["schemas"]["TaskPriority"];
                /** @description Only tasks assigned to this agent. */
                assigneeAgentId?: string;
                /** @description Only children of this task. */
                parentId?: string;
                /** @description Only tasks that require this capability. */
                capability?: string;
                /** @description Only tasks whose title contains this text, in upper or lower case. */
                q?: string;
                /** @description Order: `-createdAt` newest first, `createdAt` oldest first, `-updatedAt` latest change first. */
                sort?: "-createdAt" | "createdAt";
                /** @description Most items on one page. */
                limit?: components["parameters"]["Limit"];
                /** @description `page.nextCursor` of the page before; left out for the first page. It fits only the list, the filters and the sort it came with. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tasks. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Task"][];
                        page: components["schemas"]["Page"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "tasks.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateTask"];
            };
        };
        responses: {
            /** @description The new task. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Task"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "tasks.counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["TaskCounts"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "tasks.claimNext": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClaimNext"];
            };
        };
        responses: {
            /** @description A task with its lease, or the reason why there is none. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["ClaimAnswer"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "tasks.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task and what surrounds it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["TaskDetail"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "tasks.update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateTask"];
            };
        };
        responses: {
            /** @description The task as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Task"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "tasks.claim": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClaimTask"];
            };
        };
        responses: {
            /** @description The task with its lease. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["ClaimAnswer"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "tasks.release": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReleaseTask"];
            };
        };
        responses: {
            /** @description The task as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Task"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "tasks.complete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompleteTask"];
            };
        };
        responses: {
            /** @description The task as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Task"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "tasks.fail": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FailTask"];
            };
        };
        responses: {
            /** @description The task as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Task"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "tasks.block": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BlockTask"];
            };
        };
        responses: {
            /** @description The task as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Task"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "tasks.unblock": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UnblockTask"];
            };
        };
        responses: {
            /** @description The task as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Task"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "tasks.cancel": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelTask"];
            };
        };
        responses: {
            /** @description The task as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Task"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "tasks.pause": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PauseTask"];
            };
        };
        responses: {
            /** @description The task as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Task"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "tasks.resume": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Task"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "tasks.reopen": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReopenTask"];
            };
        };
        responses: {
            /** @description The task as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Task"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "tasks.close": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Task"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "tasks.review": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewTask"];
            };
        };
        responses: {
            /** @description The task as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Task"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "tasks.addDependency": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
                /** @description Id of the task that must be done first. */
                blockedByTaskId: components["parameters"]["BlockedByTaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddDependency"];
            };
        };
        responses: {
            /** @description The waiting task as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Task"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "tasks.removeDependency": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
                /** @description Id of the task that must be done first. */
                blockedByTaskId: components["parameters"]["BlockedByTaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task that waited as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Task"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "tasks.transitions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The moves from here. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["TaskTransitions"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "tasks.timeline": {
        parameters: {
            query?: {
                /** @description Order: `seq` oldest first, `-seq` newest first. */
                sort?: "seq" | "-seq";
                /** @description Most items on one page. */
                limit?: components["parameters"]["Limit"];
                /** @description `page.nextCursor` of the page before; left out for the first page. It fits only the list, the filters and the sort it came with. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entries. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["TimelineEntry"][];
                        page: components["schemas"]["Page"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "tasks.context": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The text, and what goes with it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["TaskBriefing"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "messages.markRead": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MarkMessagesRead"];
            };
        };
        responses: {
            /** @description What is left to read. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["MessagesRead"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "messages.list": {
        parameters: {
            query?: {
                /** @description Order: `createdAt` oldest first, `-createdAt` newest first. */
                sort?: "createdAt" | "-createdAt";
                /** @description Most items on one page. */
                limit?: components["parameters"]["Limit"];
                /** @description `page.nextCursor` of the page before; left out for the first page. It fits only the list, the filters and the sort it came with. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The messages. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Message"][];
                        page: components["schemas"]["Page"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "messages.create": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateMessage"];
            };
        };
        responses: {
            /** @description The new message. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Message"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "steps.list": {
        parameters: {
            query?: {
                /** @description Order: `createdAt` oldest first, `-createdAt` newest first. */
                sort?: "createdAt" | "-createdAt";
                /** @description Most items on one page. */
                limit?: components["parameters"]["Limit"];
                /** @description `page.nextCursor` of the page before; left out for the first page. It fits only the list, the filters and the sort it came with. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The steps. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Step"][];
                        page: components["schemas"]["Page"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "steps.save": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
                /** @description Name of the step. Percent-encoded as UTF-8 where you write the address yourself. */
                stepName: components["parameters"]["StepName"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveStep"];
            };
        };
        responses: {
            /** @description The step as it is kept. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["SavedStep"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "files.list": {
        parameters: {
            query?: {
                /** @description Only inputs or only artifacts. Default both. */
                kind?: "input" | "artifact";
                /** @description `current` for what each name means now, `all` for older versions too. */
                versions?: "current" | "all";
                /** @description Order of the list: `-createdAt` newest first, `createdAt` oldest first. */
                sort?: components["parameters"]["Sort"];
                /** @description Most items on one page. */
                limit?: components["parameters"]["Limit"];
                /** @description `page.nextCursor` of the page before; left out for the first page. It fits only the list, the filters and the sort it came with. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The files. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["TaskFile"][];
                        page: components["schemas"]["Page"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "files.put": {
        parameters: {
            query?: never;
            header?: {
                /** @description Fence of your lease on the task. Required of agents, ignored for people. */
                "Mission-Control-Fence"?: components["parameters"]["Fence"];
            };
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
                /** @description Name of the file: 1 to 200 characters, one at least that can be seen, no slash, no control character, none that turns the direction of writing or ends a line, not `.` or `..`. Percent-encoded as UTF-8 where you write the address yourself. */
                fileName: components["parameters"]["FileName"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": string;
            };
        };
        responses: {
            /** @description The file, new or the one that was there. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["TaskFile"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "files.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the file. */
                fileId: components["parameters"]["FileId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["TaskFile"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "files.remove": {
        parameters: {
            query?: never;
            header?: {
                /** @description Fence of your lease on the task. Required of agents, ignored for people. */
                "Mission-Control-Fence"?: components["parameters"]["Fence"];
            };
            path: {
                /** @description Id of the file. */
                fileId: components["parameters"]["FileId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file as it was. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["TaskFile"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "files.download": {
        parameters: {
            query?: {
                /** @description Id or slug of the workspace, for links, which send no header. Same as the header `Mission-Control-Workspace`, before which it goes. */
                workspace?: string;
            };
            header?: never;
            path: {
                /** @description Id of the file. */
                fileId: components["parameters"]["FileId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bytes. */
            200: {
                headers: {
                    /** @description `attachment`, with the name of the file. */
                    "Content-Disposition"?: string;
                    /** @description How many bytes follow. */
                    "Content-Length"?: number;
                    /** @description SHA-256 of the whole file, in quotes. */
                    ETag?: string;
                    /** @description Always `bytes`. */
                    "Accept-Ranges"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description The bytes of the range asked for. */
            206: {
                headers: {
                    /** @description `attachment`, with the name of the file. */
                    "Content-Disposition"?: string;
                    /** @description How many bytes follow. */
                    "Content-Length"?: number;
                    /** @description SHA-256 of the whole file, in quotes. */
                    ETag?: string;
                    /** @description Always `bytes`. */
                    "Accept-Ranges"?: string;
                    /** @description Which bytes these are, and of how many. */
                    "Content-Range"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "approvals.request": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestApproval"];
            };
        };
        responses: {
            /** @description The approval, new or the one that exists already. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Approval"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "approvals.list": {
        parameters: {
            query?: {
                /** @description Only approvals in this state. */
                state?: components["schemas"]["ApprovalState"];
                /** @description Only approvals of this task. */
                taskId?: string;
                /** @description Only approvals of this kind: `action` is asked by agents, `budget` by the server. */
                kind?: "action" | "budget";
                /** @description Order of the list: `-createdAt` newest first, `createdAt` oldest first. */
                sort?: components["parameters"]["Sort"];
                /** @description Most items on one page. */
                limit?: components["parameters"]["Limit"];
                /** @description `page.nextCursor` of the page before; left out for the first page. It fits only the list, the filters and the sort it came with. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The approvals. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Approval"][];
                        page: components["schemas"]["Page"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "approvals.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the approval. */
                approvalId: components["parameters"]["ApprovalId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The approval. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Approval"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "approvals.approve": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the approval. */
                approvalId: components["parameters"]["ApprovalId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ApproveApproval"];
            };
        };
        responses: {
            /** @description The approval as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Approval"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "approvals.deny": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the approval. */
                approvalId: components["parameters"]["ApprovalId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DenyApproval"];
            };
        };
        responses: {
            /** @description The approval as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Approval"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "approvals.withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the approval. */
                approvalId: components["parameters"]["ApprovalId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WithdrawApproval"];
            };
        };
        responses: {
            /** @description The approval as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Approval"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "questions.ask": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                taskId: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskQuestion"];
            };
        };
        responses: {
            /** @description The question, new or the one that exists already. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Question"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "questions.list": {
        parameters: {
            query?: {
                /** @description Only questions in this state. */
                state?: components["schemas"]["QuestionState"];
                /** @description Only questions of this task. */
                taskId?: string;
                /** @description Order of the list: `-createdAt` newest first, `createdAt` oldest first. */
                sort?: components["parameters"]["Sort"];
                /** @description Most items on one page. */
                limit?: components["parameters"]["Limit"];
                /** @description `page.nextCursor` of the page before; left out for the first page. It fits only the list, the filters and the sort it came with. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The questions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Question"][];
                        page: components["schemas"]["Page"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "questions.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the question. */
                questionId: components["parameters"]["QuestionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The question. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Question"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "questions.answer": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the question. */
                questionId: components["parameters"]["QuestionId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerQuestion"];
            };
        };
        responses: {
            /** @description The question as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Question"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "questions.withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the question. */
                questionId: components["parameters"]["QuestionId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WithdrawQuestion"];
            };
        };
        responses: {
            /** @description The question as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Question"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "runs.list": {
        parameters: {
            query?: {
                /** @description Only runs of this agent. */
                agentId?: string;
                /** @description Only runs of this task. */
                taskId?: string;
                /** @description Only runs with one of these statuses, separated by commas. */
                status?: components["schemas"]["RunStatus"][];
                /** @description Only runs that started at this time or later. */
                startedAfter?: string;
                /** @description Only runs that started before this time. */
                startedBefore?: string;
                /** @description Order: `-startedAt` latest first, `startedAt` earliest first. */
                sort?: "-startedAt" | "startedAt";
                /** @description Most items on one page. */
                limit?: components["parameters"]["Limit"];
                /** @description `page.nextCursor` of the page before; left out for the first page. It fits only the list, the filters and the sort it came with. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The runs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Run"][];
                        page: components["schemas"]["Page"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "runs.start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartRun"];
            };
        };
        responses: {
            /** @description The run. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Run"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "runs.stats": {
        parameters: {
            query?: {
                /** @description Only runs of this agent. */
                agentId?: string;
                /** @description Only runs of this task. */
                taskId?: string;
                /** @description Start of the stretch, included. Default 24 hours before its end. */
                since?: string;
                /** @description End of the stretch, not included. Default now. */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The numbers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["RunStats"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "runs.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the run. */
                runId: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Run"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "runs.complete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the run. */
                runId: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CompleteRun"];
            };
        };
        responses: {
            /** @description The run as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Run"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "runs.fail": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the run. */
                runId: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FailRun"];
            };
        };
        responses: {
            /** @description The run as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Run"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "runs.reserve": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the run. */
                runId: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReserveForRun"];
            };
        };
        responses: {
            /** @description What is set aside now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Reserved"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "usage.list": {
        parameters: {
            query?: {
                /** @description Order: `createdAt` oldest first, `-createdAt` newest first. */
                sort?: "createdAt" | "-createdAt";
                /** @description Most items on one page. */
                limit?: components["parameters"]["Limit"];
                /** @description `page.nextCursor` of the page before; left out for the first page. It fits only the list, the filters and the sort it came with. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /** @description Id of the run. */
                runId: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The reports. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Usage"][];
                        page: components["schemas"]["Page"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "usage.report": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the run. */
                runId: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportUsage"];
            };
        };
        responses: {
            /** @description What was booked, and whether the work may go on. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["UsageAnswer"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "usage.reportBatch": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the run. */
                runId: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportUsageBatch"];
            };
        };
        responses: {
            /** @description The answer to each report, in the order given. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["UsageBatchAnswer"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "logs.list": {
        parameters: {
            query?: {
                /** @description Only lines of one of these levels, separated by commas. */
                level?: components["schemas"]["RunLogLevel"][];
                /** @description Order: `number` first line first, `-number` last line first. */
                sort?: "number" | "-number";
                /** @description Most items on one page. */
                limit?: components["parameters"]["Limit"];
                /** @description `page.nextCursor` of the page before; left out for the first page. It fits only the list, the filters and the sort it came with. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /** @description Id of the run. */
                runId: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lines. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["LogEntry"][];
                        page: components["schemas"]["Page"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "logs.append": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the run. */
                runId: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppendLogs"];
            };
        };
        responses: {
            /** @description How many were new. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["LogsAppended"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "prices.list": {
        parameters: {
            query?: {
                /** @description Only prices of this model. */
                model?: string;
                /** @description Only prices of this provider. */
                provider?: string;
                /** @description Order of the list: `-createdAt` newest first, `createdAt` oldest first. */
                sort?: components["parameters"]["Sort"];
                /** @description Most items on one page. */
                limit?: components["parameters"]["Limit"];
                /** @description `page.nextCursor` of the page before; left out for the first page. It fits only the list, the filters and the sort it came with. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The prices. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Price"][];
                        page: components["schemas"]["Page"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "prices.put": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutPrice"];
            };
        };
        responses: {
            /** @description The price. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Price"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "prices.remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the price. */
                priceId: components["parameters"]["PriceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The price that was removed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Price"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "budgets.list": {
        parameters: {
            query?: {
                /** @description Only budgets of this scope. */
                scope?: components["schemas"]["BudgetScope"];
                /** @description Order of the list: `-createdAt` newest first, `createdAt` oldest first. */
                sort?: components["parameters"]["Sort"];
                /** @description Most items on one page. */
                limit?: components["parameters"]["Limit"];
                /** @description `page.nextCursor` of the page before; left out for the first page. It fits only the list, the filters and the sort it came with. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The budgets. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Budget"][];
                        page: components["schemas"]["Page"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "budgets.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateBudget"];
            };
        };
        responses: {
            /** @description The new budget. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Budget"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "budgets.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the budget. */
                budgetId: components["parameters"]["BudgetId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The budget and its windows. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["BudgetDetail"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "budgets.remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the budget. */
                budgetId: components["parameters"]["BudgetId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The budget that was removed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Budget"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "budgets.update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the budget. */
                budgetId: components["parameters"]["BudgetId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateBudget"];
            };
        };
        responses: {
            /** @description The budget as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Budget"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "events.list": {
        parameters: {
            query?: {
                /** @description Only events of these types, separated by commas, e.g. `task.claimed,task.completed`. */
                types?: components["parameters"]["EventTypes"];
                /** @description Only events of this task. */
                taskId?: components["parameters"]["EventTask"];
                /** @description Only events about this agent. */
                agentId?: components["parameters"]["EventAgent"];
                /** @description Only events at or after this time. */
                since?: string;
                /** @description Only events before this time. */
                until?: string;
                /** @description Most items on one page. */
                limit?: components["parameters"]["Limit"];
                /** @description `page.nextCursor` of the page before; left out for the first page. It fits only the list, the filters and the sort it came with. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Order of the list: `-seq` newest first, `seq` oldest first. */
                sort?: "-seq" | "seq";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Event"][];
                        page: components["schemas"]["Page"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    "events.stream": {
        parameters: {
            query?: {
                /** @description Only events of these types, separated by commas, e.g. `task.claimed,task.completed`. */
                types?: components["parameters"]["EventTypes"];
                /** @description Only events of this task. */
                taskId?: components["parameters"]["EventTask"];
                /** @description Only events about this agent. */
                agentId?: components["parameters"]["EventAgent"];
                /** @description Id of the last event had; 0 begins with the first of the workspace. Same as the header `Last-Event-ID`. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream; it stays open. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
}
