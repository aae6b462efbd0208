// How an agent does an audit: step by step, telling people how far it is and the server what it cost.
import type { Task, TaskContext, TaskDeliverable } from '@mission-control/sdk'
import { runAudit } from '../audit/run-audit.ts'
import { ComputeMeter } from './compute-meter.ts'
import { Pace } from './pace.ts'
import { type AuditOutput, auditInputOf } from './tasks.ts'

export async function doAudit(task: Task, ctx: TaskContext): Promise<TaskDeliverable> {
  const { kind, repository, part, secondsAtLeast, secondsAtMost } = auditInputOf(task)
  const meter = new ComputeMeter(ctx)
  const pace = new Pace(secondsAtLeast)
  ctx.progress('starting')
  const report = await runAudit(kind, repository, part, {
    signal: ctx.signal,
    timeUp: AbortSignal.timeout(secondsAtMost * 1000),
    now: new Date(),
    async step(done, total, unit) {
      ctx.signal.throwIfAborted()
      ctx.progress(`${done} of ${total} ${unit}`, { done, total, label: unit })
      await meter.reportIfDue()
      await pace.keep(done / total, ctx.signal)
    },
  })
  await meter.report()
  await pace.keep(1, ctx.signal)
  const { summary, markdown, checked, unit, found, highlights } = report
  const output: AuditOutput = { kind, checked, unit, found, highlights, computeSeconds: meter.seconds }
  await meter.report()
  return { summary, content: markdown, output: { ...output } }
}
