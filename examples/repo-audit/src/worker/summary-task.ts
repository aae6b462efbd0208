// How an agent sums up: it reads what the others handed in, asks for leave to write files, and writes exactly those.
import { mkdir, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { FatalError, type Task, type TaskContext, type TaskDeliverable } from '@mission-control/sdk'
import { type FinishedAudit, fingerprint, type ReportFile, reportsOn } from '../report/reports.ts'
import { ComputeMeter } from './compute-meter.ts'
import { type AuditOutput, summaryInputOf } from './tasks.ts'

/** What the person sees and decides on, and what is then done: nothing else. */
export interface WritePayload {
  folder: string
  files: { name: string; bytes: number; sha256: string; replaces: boolean }[]
}

const longestAction = 200

export async function sumUp(task: Task, ctx: TaskContext): Promise<TaskDeliverable> {
  const { repository, folder } = summaryInputOf(task)
  const meter = new ComputeMeter(ctx)
  const reports = reportsOn(basename(repository), await finishedAudits(task, ctx))
  await meter.report()
  const decision = await ctx.requestApproval({
    risk: 'YELLOW',
    action: `Write ${reports.length} reports into ${folder}`.slice(0, longestAction),
    justification: 'The audits are done; people read their reports as files.',
    payload: await payloadFor(folder, reports),
    onDenial: 'continue',
  })
  const summary = reports[0]?.content
  if (decision.state !== 'approved') {
    const note = decision.votes.at(-1)?.note
    return { summary: `The reports were not written: ${decision.state}${note ? `, ${note}` : ''}.`, content: summary }
  }
  const { payload } = decision
  await write(payload, reports)
  await meter.report()
  return {
    summary: `${payload.files.length} reports were written into ${payload.folder}.`,
    content: summary,
    output: { ...payload },
  }
}

/** What this task waited for, each with its deliverable. */
async function finishedAudits({ id }: Task, ctx: TaskContext): Promise<FinishedAudit[]> {
  const { client, signal } = ctx
  const { blockedBy } = await client.tasks.get({ taskId: id }, { signal })
  const audits: FinishedAudit[] = []
  for (const { taskId } of blockedBy) {
    const { task, deliverable } = await client.tasks.get({ taskId }, { signal })
    const { title, spentCostMicros, attempts } = task
    if (deliverable) {
      const output = deliverable.output as unknown as AuditOutput
      audits.push({ title, spentCostMicros, attempts, markdown: deliverable.content ?? '', output })
    }
    ctx.progress('reading what was handed in', { done: audits.length, total: blockedBy.length, label: 'audits' })
  }
  return audits.sort((one, other) => one.title.localeCompare(other.title, 'en', { numeric: true }))
}

async function payloadFor(folder: string, reports: ReportFile[]): Promise<WritePayload> {
  const files = reports.map(async ({ name, content }) => ({
    name,
    bytes: Buffer.byteLength(content),
    sha256: fingerprint(content),
    replaces: await exists(join(folder, name)),
  }))
  return { folder, files: await Promise.all(files) }
}

/** Follows the payload that came back with the decision, not what we remember of it. */
async function write({ folder, files }: WritePayload, reports: ReportFile[]): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const { name, sha256 } of files) {
    const report = reports.find((candidate) => fingerprint(candidate.content) === sha256)
    if (!report) throw new FatalError(`Approved was a ${name} with other content than there is now; ask again.`)
    await writeFile(join(folder, name), report.content)
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
