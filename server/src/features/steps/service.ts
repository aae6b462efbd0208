// Steps: the first result of each stands, so that whoever works on the task next goes on from there.
import { hash } from 'node:crypto'
import type { components } from '../../generated/openapi.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Paged, PageRequest } from '../../kernel/pages.ts'
import type { Principal } from '../../kernel/principal.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'
import { assertTask } from '../messages/service.ts'
import { type Claim, requireLease } from '../tasks/lease-service.ts'
import { findHolder } from '../tasks/task-service.ts'
import { countSteps, findStep, insertStep, listSteps, type Step } from './store.ts'

const mostSteps = 1000
const mostResultBytes = 65_536

export async function saveStep(
  tx: Tx,
  claim: Claim,
  name: string,
  result: unknown,
): Promise<components['schemas']['SavedStep']> {
  const { taskId, agentId } = claim
  await assertTask(tx, tx.workspaceId, taskId)
  const { run_id: runId } = await requireLease(tx, claim)
  const json = resultOf(result)
  const known = await findStep(tx, taskId, name)
  if (known) return { ...known, isFirst: false }
  if ((await countSteps(tx, taskId)) >= mostSteps) {
    throw new AppError('limit_reached', `the task '${taskId}' has ${mostSteps} steps, the most a task can have`, {
      hint: 'Save fewer and larger steps.',
    })
  }
  // Another process under the same lease may have been faster.
  const isFirst = await insertStep(tx, { taskId, name, runId, result: json })
  if (isFirst) {
    const payload = { step: name, digest: hash('sha256', json), bytes: Buffer.byteLength(json) }
    tx.append({ type: 'step.saved', taskId, runId, agentId, payload })
  }
  return { ...(await findStep(tx, taskId, name))!, isFirst }
}

export async function readSteps(
  reader: Reader,
  caller: { readonly workspaceId: string; readonly principal: Principal; readonly now: number },
  taskId: string,
  request: PageRequest,
): Promise<Paged<Step>> {
  const { workspaceId, principal, now } = caller
  await assertTask(reader, workspaceId, taskId)
  if (principal.kind === 'agent' && (await findHolder(reader, taskId, now)) !== principal.agentId) {
    throw new AppError('forbidden', `the steps of '${taskId}' are for the agent that holds it, and for people`)
  }
  return listSteps(reader, workspaceId, taskId, request)
}

function resultOf(result: unknown): string {
  // A schema that takes any value takes none as well.
  const json = JSON.stringify(result)
  const bytes = json === undefined ? 0 : Buffer.byteLength(json)
  if (json !== undefined && bytes <= mostResultBytes) return json
  const message =
    json === undefined ? 'is required; null is a result too' : `${bytes} bytes of JSON, at most ${mostResultBytes}`
  throw new AppError('validation_failed', `result: ${message}`, { details: { issues: [{ path: 'result', message }] } })
}
