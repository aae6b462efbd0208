// Asks people for leave and waits for what they say.
import type { Client } from '../client.ts'
import { MissionControlError } from '../errors.ts'
import type { Approval } from '../generated/openapi.ts'
import { sleep } from '../sleep.ts'
import type { HeldTask } from './held-task.ts'

const firstWaitMs = 200
const longestWaitMs = 2000

/** @throws the reason of `ctx.signal` if the work is stopped meanwhile */
export async function waitForDecision(client: Client, task: HeldTask, asked: Approval): Promise<Approval> {
  let approval = asked
  for (let waitMs = firstWaitMs; approval.state === 'pending'; waitMs = Math.min(waitMs * 1.5, longestWaitMs)) {
    await sleep(waitMs, task.workSignal)
    task.workSignal.throwIfAborted()
    try {
      approval = await client.approvals.get({ approvalId: asked.id }, { signal: task.workSignal })
    } catch (error) {
      // People take their time; a server that restarts meanwhile is no reason to give up.
      if (!(error instanceof MissionControlError && error.isRetryable)) throw error
    }
  }
  return approval
}
