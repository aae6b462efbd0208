// Waiting for work: a claim that finds nothing stands in line until something it could take turns up.
import type { components } from '../../generated/openapi.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Call, Units } from '../../kernel/route.ts'
import type { Waiter, WorkHint } from '../../kernel/work-signals.ts'
import { type Seeker, satisfies } from '../../rules/capabilities.ts'
import { type ClaimRequest, claimNext, seekerOf } from './claim-service.ts'
import { findClaimant } from './claim-store.ts'

type ClaimAnswer = components['schemas']['ClaimAnswer']

const defaultWaitSeconds = 25
const defaultLeaseSeconds = 60

export function claimRequestOf(
  body: { claimRequestId: string; instanceId: string; leaseSeconds?: number; estimateCostMicros?: number },
  agentId: string,
): ClaimRequest {
  const { claimRequestId, instanceId, leaseSeconds = defaultLeaseSeconds, estimateCostMicros = null } = body
  return { agentId, claimRequestId, instanceId, leaseSeconds, estimateCostMicros }
}

export async function waitForTask(
  units: Units,
  kernel: Kernel,
  call: Call<'tasks.claimNext'>,
  agentId: string,
): Promise<ClaimAnswer> {
  const { body, workspaceId } = call
  const request = claimRequestOf(body, agentId)
  const types = body.types ?? null
  const attempt = () => units.write((tx) => claimNext(tx, kernel, request, types))
  const first = await attempt()
  const waitSeconds = body.waitSeconds ?? defaultWaitSeconds
  if (!staysOpen(first) || waitSeconds === 0) return first

  const claimant = await findClaimant(units.reader, workspaceId, agentId)
  if (!claimant) return first
  const seeker = seekerOf(claimant, types)
  // While a hold covers the agent only the end of that wakes it: work goes to those who may take it.
  let isHeld = first.reason !== 'no_tasks'
  const waiter: Waiter = { workspaceId, agentId, accepts: (hint) => !isHeld && fits(hint, agentId, seeker) }
  const end = endOfWait(waitSeconds * 1000, [call.signal, kernel.shutdown])
  /** Not looked for yet: passed on to the next in line if that never happens. */
  let wokenFor: WorkHint | null = null
  const passOn = () => {
    if (wokenFor) kernel.signals.offer(wokenFor)
    wokenFor = null
  }
  try {
    for (;;) {
      // In line before looking: what turns up in between would otherwise be missed.
      const place = kernel.signals.queue(waiter)
      try {
        const answer = await attempt()
        if (answer.task || answer.reason === 'no_tasks') wokenFor = null
        if (!staysOpen(answer)) return answer
        isHeld = answer.reason !== 'no_tasks'
        passOn()
        const news = await Promise.race([place.woken, end.reached])
        // It has waited: it may come again at once.
        if (news === 'end') return { ...answer, retryAfterSeconds: 1 }
        await refuseIfClosed(kernel, call)
      } finally {
        const missed = place.leave()
        if (missed) passOn()
        wokenFor ??= missed
      }
    }
  } finally {
    end.forget()
    passOn()
  }
}

/** Nothing there yet, or a hold that may be lifted; for any other reason the agent does something about it itself. */
const staysOpen = ({ task, reason }: ClaimAnswer): boolean =>
  task === null && (reason === 'no_tasks' || reason === 'paused' || reason === 'budget_exhausted')

/** A key that was revoked meanwhile claims nothing more, and an archived workspace gives nothing out. */
async function refuseIfClosed(kernel: Kernel, call: Call<'tasks.claimNext'>): Promise<void> {
  const principal = await kernel.authenticator.principalOf(call.headers)
  if (principal.kind !== 'agent') throw new AppError('unauthenticated', 'the key was revoked while this claim waited')
  const workspace = await kernel.workspaces.find(call.workspaceId)
  if (workspace?.archived) throw new AppError('workspace_archived', `the workspace '${workspace.slug}' is archived`)
}

function fits({ type, capabilities, agentId: only }: WorkHint, agentId: string, seeker: Seeker): boolean {
  return (only === null || only === agentId) && satisfies(seeker, { id: '', type, capabilities })
}

function endOfWait(milliseconds: number, signals: readonly AbortSignal[]) {
  let reach = () => {}
  const reached = new Promise<'end'>((resolve) => {
    reach = () => resolve('end')
  })
  const timer = setTimeout(reach, milliseconds)
  for (const signal of signals) {
    if (signal.aborted) reach()
    signal.addEventListener('abort', reach, { once: true })
  }
  const forget = () => {
    clearTimeout(timer)
    for (const signal of signals) signal.removeEventListener('abort', reach)
  }
  return { reached, forget }
}
