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
  if (first.reason !== 'no_tasks' || waitSeconds === 0) return first

  const claimant = await findClaimant(units.reader, workspaceId, agentId)
  if (!claimant) return first
  const seeker = seekerOf(claimant, types)
  const waiter: Waiter = { workspaceId, agentId, accepts: (hint) => fits(hint, agentId, seeker) }
  const end = endOfWait(waitSeconds * 1000, [call.signal, kernel.shutdown])
  try {
    let wokenFor: WorkHint | null = null
    for (;;) {
      // In line before looking: what turns up in between would otherwise be missed.
      const place = kernel.signals.queue(waiter)
      try {
        const answer = await attempt()
        if (answer.reason !== 'no_tasks') {
          if (!answer.task && wokenFor) kernel.signals.offer(wokenFor)
          return answer
        }
        const news = await Promise.race([place.woken, end.reached])
        if (news === 'end') return answer
        wokenFor = news
        await stillKnown(kernel, call)
      } finally {
        place.leave()
      }
    }
  } finally {
    end.forget()
  }
}

/** A key that was revoked meanwhile claims nothing more. */
async function stillKnown(kernel: Kernel, call: Call<'tasks.claimNext'>): Promise<void> {
  const principal = await kernel.authenticator.principalOf(call.headers)
  if (principal.kind !== 'agent') throw new AppError('unauthenticated', 'the key was revoked while this claim waited')
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
