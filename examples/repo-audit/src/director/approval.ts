// Scene: an agent asks before it writes files. The question stands on the page and in the terminal; the first answer counts.
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Approval, MissionControlError } from '@mission-control/sdk'
import type { WritePayload } from '../worker/summary-task.ts'
import type { Board } from './board.ts'
import type { Stage } from './stage.ts'
import { paint } from './terminal.ts'

const settledBy = ['approval.approved', 'approval.denied', 'approval.expired', 'approval.withdrawn']

/** @returns the approval as it was decided */
export async function decide(stage: Stage, { summary }: Board): Promise<Approval> {
  const { admin, watch, terminal, options, promises } = stage
  const asked = await watch.until(
    'the audits to be done and the summary to ask for leave',
    ({ type, taskId }) => type === 'approval.requested' && taskId === summary.id,
  )
  const approvalId = String(asked.payload.approvalId)
  const question = await admin.approvals.get({ approvalId })
  show(stage, question)
  const isUntouched = await areAsTold(question)
  const settled = watch.until(
    'an answer',
    ({ type, payload }) => settledBy.includes(type) && payload.approvalId === approvalId,
    { isPatient: true },
  )
  const isAnsweredHere = options.isUnattended
    ? await vote(stage, approvalId, true, 'Approved by --yes.')
    : await askHere(stage, approvalId, settled)
  await settled
  const approval = await admin.approvals.get({ approvalId })
  const who = approval.votes.at(-1)?.userName ?? 'nobody'
  const place = isAnsweredHere ? 'here in the terminal' : `on the page, by ${who}`
  terminal.say(paint(approval.state === 'approved' ? 'green' : 'yellow', `Answered ${place}: ${approval.state}.`))
  promises.check(
    `the agent asked before it wrote anything, and a person answered: ${approval.state}`,
    isUntouched && approval.votes.length > 0,
  )
  return approval
}

/** While it asks, only those files are there of which it said so. */
async function areAsTold({ payload }: Approval): Promise<boolean> {
  const { folder, files } = payload as unknown as WritePayload
  const told = files.map(({ name, replaces }) =>
    stat(join(folder, name)).then(
      () => replaces,
      () => !replaces,
    ),
  )
  return (await Promise.all(told)).every(Boolean)
}

function show({ terminal }: Stage, { risk, action, payload }: Approval): void {
  const { files } = payload as unknown as WritePayload
  terminal.say(`${paint('yellow', risk)}: ${action}?`)
  for (const { name, bytes, sha256, replaces } of files) {
    const note = replaces ? ', replaces the one that is there' : ''
    terminal.print(
      `            ${name.padEnd(18)} ${String(bytes).padStart(8)} bytes  sha256 ${sha256.slice(0, 12)}…${note}`,
    )
  }
}

/** @returns whether the answer came from here */
async function askHere(stage: Stage, approvalId: string, settled: Promise<unknown>): Promise<boolean> {
  const { terminal } = stage
  if (!terminal.canAsk) {
    terminal.say('Answer on the page, please: there is no keyboard here.')
    return false
  }
  const elsewhere = new AbortController()
  const stopAsking = () => elsewhere.abort()
  void settled.then(stopAsking, stopAsking)
  for (;;) {
    const typed = await terminal.ask('          Allow it? yes or no, here or on the page: ', elsewhere.signal)
    if (typed === undefined) return false
    if (/^y(es)?$/i.test(typed.trim())) return vote(stage, approvalId, true, 'Approved in the terminal.')
    if (/^no?$/i.test(typed.trim())) return vote(stage, approvalId, false, 'Denied in the terminal.')
  }
}

/** @returns false if somebody else was first */
async function vote({ admin }: Stage, approvalId: string, isYes: boolean, note: string): Promise<boolean> {
  try {
    await (isYes ? admin.approvals.approve({ approvalId, note }) : admin.approvals.deny({ approvalId, note }))
    return true
  } catch (error) {
    if (error instanceof MissionControlError && error.code === 'already_decided') return false
    throw error
  }
}
