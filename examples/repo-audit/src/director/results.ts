// The end of the story: what the audits found and cost, and whether all of it is as it was promised.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Approval, Task } from '@mission-control/sdk'
import { auditKinds } from '../audit/audit.ts'
import { counted } from '../report/markdown.ts'
import type { WritePayload } from '../worker/summary-task.ts'
import type { AuditOutput } from '../worker/tasks.ts'
import type { Board } from './board.ts'
import type { Actor } from './cast.ts'
import type { Stage } from './stage.ts'

interface Handed {
  task: Task
  output: AuditOutput | undefined
  hasContent: boolean
}

export async function checkAudits(stage: Stage, { audits, summary }: Board): Promise<Handed[]> {
  const { admin, watch, promises } = stage
  const handed: Handed[] = []
  for (const { id } of audits) {
    const { task, deliverable } = await admin.tasks.get({ taskId: id })
    const output = (deliverable?.output ?? undefined) as AuditOutput | undefined
    handed.push({ task, output, hasContent: (deliverable?.content ?? '') !== '' })
  }
  const { task: last, blockedBy } = await admin.tasks.get({ taskId: summary.id })
  promises.check(
    `${audits.length} audits came out of the repository, and the summary waited for all of them`,
    blockedBy.length === audits.length &&
      [last, ...handed.map(({ task }) => task)].every(({ state }) => state === 'done'),
  )
  const streamed = new Set(
    watch.events
      .filter(({ type, payload }) => type === 'message.posted' && payload.messageType === 'PROGRESS')
      .map(({ taskId }) => taskId),
  )
  promises.check(
    'each streamed its progress and handed in Markdown',
    handed.every(({ task, hasContent }) => hasContent && streamed.has(task.id)),
  )
  return handed
}

/** Compute time by agent, as the server has booked it. */
export async function checkUsage({ admin, promises }: Stage, actors: Actor[]): Promise<string[]> {
  const lines: string[] = []
  const seconds: number[] = []
  for (const { agent } of actors) {
    let computed = 0
    let costMicros = 0
    let runs = 0
    for await (const run of admin.runs.list({ agentId: agent.id, limit: 100 })) {
      runs++
      costMicros += run.spentCostMicros
      for await (const { lines: measured } of admin.usage.list({ runId: run.id, limit: 100 })) {
        computed += measured.reduce((sum, { meter, quantity }) => sum + (meter === 'compute_second' ? quantity : 0), 0)
      }
    }
    seconds.push(computed)
    lines.push(
      `  ${agent.name.padEnd(18)} ${computed.toFixed(2)} compute seconds in ${counted(runs, 'run')}, ${counted(costMicros, 'micro-dollar')}`,
    )
  }
  promises.check(
    'each agent reported the processor time it measured',
    seconds.every((value) => value > 0),
  )
  return lines
}

export async function checkReports({ promises, folders }: Stage, approval: Approval): Promise<void> {
  if (approval.state !== 'approved') {
    const names = await readdir(folders.reports).catch(() => [])
    promises.check('nothing was written, for the answer was no', names.length === 0)
    return
  }
  const { folder, files } = approval.payload as unknown as WritePayload
  const found = await Promise.all(
    files.map(async ({ name, sha256 }) => {
      const content = await readFile(join(folder, name)).catch(() => '')
      return createHash('sha256').update(content).digest('hex') === sha256
    }),
  )
  promises.check(`${files.length} reports lie in the folder, byte for byte as approved`, found.every(Boolean))
}

export function totalsOf(handed: Handed[]): string[] {
  const words = { links: 'broken links', todos: 'TODO and FIXME', hotspots: 'files that changed' }
  return auditKinds.map((kind) => {
    const outputs = handed.flatMap(({ output }) => (output?.kind === kind ? [output] : []))
    const found = outputs.reduce((sum, output) => sum + output.found, 0)
    const checked = outputs.reduce((sum, output) => sum + output.checked, 0)
    return `  ${words[kind].padEnd(18)} ${found} in ${checked} ${outputs[0]?.unit ?? ''}, by ${counted(outputs.length, 'task')}`
  })
}
