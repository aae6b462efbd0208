// What a program does about the errors of each kind of work: the examples for the classes of the codes.

export interface ErrorExample {
  title: string
  /** Leaves out the line that imports what it names. */
  code: string
}

export const errorExamples: ErrorExample[] = [
  {
    title: 'Something that may be gone',
    code: `try {
  await missionControl.tasks.get({ taskId })
} catch (error) {
  if (!(error instanceof NotFoundError)) throw error
  console.log('Somebody was quicker, or it is in another workspace.')
}`,
  },
  {
    title: 'Claiming a task',
    code: `const forOthers = [TaskNotClaimableError, CapabilityMismatchError]
const notNow = [AgentPausedError, AtCapacityError, BudgetExhaustedError, ProviderLimitedError]
try {
  await agent.tasks.claim({ taskId, claimRequestId: 'claim-1', instanceId: 'build-7-4411' })
} catch (error) {
  if (error instanceof RunEndedError || error instanceof IdempotencyConflictError)
    console.log('A new claim wants a claimRequestId of its own.')
  else if (forOthers.some((it) => error instanceof it)) console.log('Another task, then.')
  else if (notNow.some((it) => error instanceof it)) console.log('Another time, then.')
  else throw error
}`,
  },
  {
    title: 'Handing in',
    code: `const deliverable = { summary: 'Audited.', output: { checked: 12 } }
try {
  await ctx.complete(deliverable)
} catch (error) {
  if (error instanceof AcceptanceFailedError) console.log('It lacks', error.details?.missing)
  else if (error instanceof OpenChildrenError) console.log('Its children have to be finished first.')
  else throw error
}`,
  },
  {
    title: 'An agent that may not work any more',
    code: `const ends = [AgentInactiveError, ForbiddenError, InsufficientScopeError, UnauthenticatedError, WorkspaceArchivedError]
try {
  await agent.work(handler)
} catch (error) {
  if (!ends.some((it) => error instanceof it)) throw error
  console.error('To be started again by a person, once they have seen to it:', error)
  process.exitCode = 1
}`,
  },
  {
    title: 'Joining',
    code: `try {
  await missionControl.agent({ name: 'auditor', enrollmentToken: process.env.MC_ENROLLMENT_TOKEN })
} catch (error) {
  if (error instanceof EnrollmentInvalidError) console.error('Ask an admin for a new enrollment token.')
  else if (error instanceof NameTakenError) console.error('Another agent is called auditor.')
  else if (error instanceof RegistrationsFullError) console.error('Too many agents wait to be let in.')
  else throw error
}`,
  },
  {
    title: 'What may succeed later',
    code: `const passing = [
  InternalError,
  RateLimitedError,
  RequestInFlightError,
  RequestTimeoutError,
  ShuttingDownError,
  StorageUnavailableError,
]
try {
  await missionControl.tasks.create({ title: 'Audit the licenses' })
} catch (error) {
  // By now the client has tried it five times.
  if (!passing.some((it) => error instanceof it)) throw error
  notes.push('To be created tomorrow: Audit the licenses')
}`,
  },
  {
    title: 'Input that does not fit',
    code: `const rows = await fetchRows()
try {
  await missionControl.tasks.create({ title: 'Count the rows', input: { rows } })
} catch (error) {
  if (error instanceof PayloadTooLargeError || error instanceof PayloadTooDeepError) {
    const { id } = await missionControl.tasks.create({ title: 'Count the rows', hold: true })
    await missionControl.files.put({ taskId: id, fileName: 'rows.json', body: JSON.stringify(rows) })
    await missionControl.tasks.update({ taskId: id, hold: false })
  } else if (error instanceof ValidationFailedError) console.error(error.details?.issues)
  else throw error
}`,
  },
  {
    title: 'What others change too',
    code: `const { task } = await missionControl.tasks.get({ taskId })
try {
  await missionControl.tasks.update({ taskId, title: \`\${task.title} again\`, expectedVersion: task.version })
  await missionControl.tasks.addDependency({ taskId, blockedByTaskId: 'tsk_01KAHV3A7B5C9D2E4F6G8H1J3K', onFailure: 'wait' })
} catch (error) {
  if (error instanceof VersionConflictError) console.log('Read it again, and change what it is now.')
  else if (error instanceof InvalidTransitionError) console.log('Possible from here:', error.details?.allowed)
  else if (error instanceof DependencyCycleError) console.log('The other one waits for this one.')
  else if (error instanceof LimitReachedError) console.log(error.message)
  else throw error
}`,
  },
  {
    title: 'Deciding as one of several people',
    code: `try {
  await missionControl.approvals.approve({ approvalId: 'apr_01KAHV5Q8Z3N7RD2M4X6C9B1TE' })
} catch (error) {
  const isOver = error instanceof AlreadyDecidedError || error instanceof AlreadyVotedError
  if (!isOver && !(error instanceof SelfApprovalError)) throw error
  console.log(isOver ? 'There is nothing left to do for you.' : 'The second vote is for somebody else.')
}`,
  },
  {
    title: 'Workspaces and their members',
    code: `const workspaceId = 'wsp_01KAHV5Q8Z3N7RD2M4X6C9B1TE'
try {
  await missionControl.workspaces.update({ workspaceId, slug: 'engines' })
  await missionControl.memberships.put({ userId: 'usr_01KAHV5Q8Z3N7RD2M4X6C9B1TE', role: 'viewer' })
  await missionControl.workspaces.archive({ workspaceId })
} catch (error) {
  if (error instanceof SlugTakenError) console.log('Another workspace is called engines.')
  else if (error instanceof LastAdminError) console.log('Make somebody else an admin first.')
  else if (error instanceof DefaultWorkspaceError) console.log('Make another workspace the default first.')
  else if (error instanceof WorkspaceRequiredError) console.log('Give the client a workspace.')
  else throw error
}`,
  },
  {
    title: 'Usage and runs without a task',
    code: `const runId = 'run_01KAHV5Q8Z3N7RD2M4X6C9B1TE'
try {
  await agent.usage.report({ runId, reportId: 'last', lines: [{ meter: 'compute_second', quantity: 12 }] })
  await agent.runs.complete({ runId, summary: 'Three pull requests wait for a review.' })
} catch (error) {
  if (error instanceof UsageTooLateError || error instanceof ReportMismatchError) console.error('Not booked:', error)
  else if (error instanceof RunHasTaskError) console.log('It ends with its task.')
  else throw error
}`,
  },
  {
    title: 'Walking on through a list after a pause',
    code: `const cursor = process.argv[2] ?? ''
try {
  const { page } = await missionControl.tasks.list({ limit: 100, cursor })
  console.log('To go on:', page.nextCursor)
} catch (error) {
  if (!(error instanceof InvalidCursorError)) throw error
  console.log('Begin again, without a cursor.')
}`,
  },
  {
    title: 'Faults of a program, or of a proxy before the server',
    code: `// The client sends no such requests; a proxy or a middleware that changes them may.
const faults = [
  CsrfFailedError,
  HeadersTooLargeError,
  IdempotencyKeyInvalidError,
  InvalidJsonError,
  MalformedRequestError,
  MethodNotAllowedError,
  RangeNotSatisfiableError,
  RouteNotFoundError,
  UnsupportedContentTypeError,
]
await agent.work(handler, {
  onError: (error) => console.error(faults.some((it) => error instanceof it) ? 'To be mended:' : 'Went wrong:', error),
})`,
  },
]

/** With the import of the classes it names. */
export function withImport(code: string): string {
  const names = [...new Set(code.match(/\b[A-Z]\w*Error\b/g) ?? [])].sort()
  const line = `import { ${names.join(', ')} } from '@mission-control/sdk/errors'`
  const lines = `import {\n${names.map((name) => `  ${name},`).join('\n')}\n} from '@mission-control/sdk/errors'`
  return `${line.length > 110 ? lines : line}\n\n${code}`
}
