// Usage reports: taken up to ten million dollars a run, each counted once, booked on every budget above the run, and the work stopped where one is overrun.
import { hash } from 'node:crypto'
import type { components } from '../../generated/openapi.ts'
import { fromTimestamp } from '../../kernel/clock.ts'
import { AppError, notFound } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { isMoreTrusted } from '../../rules/usage.ts'
import { modelOfAgent } from '../agents/profile-service.ts'
import { stopForBudget } from '../approvals/budget-approval-service.ts'
import { type Booking, book, reservedIn, writeReservations } from '../budgets/money-service.ts'
import { budgetUse } from '../budgets/use-service.ts'
import { holdAgent } from '../holds/service.ts'
import { addCosts, endRun, findRun, type RunRow, refuseStranger } from '../runs/service.ts'
import { heldLease, loadTask } from '../tasks/task-service.ts'
import { priceUsage } from './price-list.ts'
import { findBookedForMeasure, findReport, insertUsage, overrides, readUsage, type Usage } from './store.ts'

type ReportUsage = components['schemas']['ReportUsage']
type UsageAnswer = components['schemas']['UsageAnswer']

const takenAfterEndMilliseconds = 7 * 86_400_000
/** A million dollars: sums of these stay exact, and whoever reports more has mistaken the unit. */
const mostCostMicros = 1_000_000_000_000
/** And of all reports of one run: the sums must stay whole numbers that JSON can carry. */
const mostRunCostMicros = 10_000_000_000_000

export async function reportUsage(
  tx: Tx,
  kernel: Kernel,
  runId: string,
  agentId: string,
  report: ReportUsage,
): Promise<UsageAnswer> {
  await tx.holdName(agentId)
  const run = await findRun(tx, runId)
  if (!run) throw notFound('run', runId)
  refuseStranger(run, agentId)
  const bodyHash = hash('sha256', JSON.stringify(report))
  const known = await findReport(tx, runId, report.reportId)
  if (known) {
    if (known.body_hash !== bodyHash) {
      throw new AppError(
        'report_mismatch',
        `the report '${report.reportId}' of this run came before with another content`,
      )
    }
    const nothing = await book(tx, kernel, spenderOf(run), 0, known.used_at)
    return answer(tx, run, await readUsage(tx, known), nothing)
  }
  if (run.ended_at !== null && tx.now > run.ended_at + takenAfterEndMilliseconds) {
    throw new AppError('usage_too_late', `the run '${runId}' ended more than seven days ago`)
  }
  refuseRepeatedMeters(report)
  const { usage, booking } = await take(tx, kernel, run, report, bodyHash)
  const stopped = await stopIfExceeded(tx, kernel, run, booking)
  const reservations = writeReservations(booking.reservations)
  const after = stopped ? (await findRun(tx, runId))! : { ...run, reservations }
  return answer(tx, { ...after, spent_cost: run.spent_cost + usage.bookedCostMicros }, usage, booking)
}

/** All of them or none, in one unit of work. */
export async function reportUsageBatch(
  tx: Tx,
  kernel: Kernel,
  runId: string,
  agentId: string,
  reports: readonly ReportUsage[],
): Promise<components['schemas']['UsageBatchAnswer']> {
  const answers: UsageAnswer[] = []
  for (const [index, report] of reports.entries()) {
    try {
      answers.push(await reportUsage(tx, kernel, runId, agentId, report))
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const { code, message, hint, details } = error
      throw new AppError(code, `report ${index}: ${message}`, { hint, details: { ...details, index } })
    }
  }
  return { answers }
}

async function take(
  tx: Tx,
  kernel: Kernel,
  run: RunRow,
  report: ReportUsage,
  bodyHash: string,
): Promise<{ usage: Usage; booking: Booking }> {
  const registered =
    report.model === undefined || report.provider === undefined ? await modelOfAgent(tx, run.agent_id) : null
  const provider = report.provider ?? (report.model === undefined ? (registered?.provider ?? null) : null)
  const model = report.model ?? registered?.model ?? null
  const lines = report.lines.map(({ meter, quantity }) => ({ meter, quantity: Math.ceil(quantity * 1e6 - 1e-4) / 1e6 }))
  const priced = priceUsage(lines, { provider, model, overrides: await overrides.get(kernel, tx.workspaceId) })
  const billing = report.billing ?? 'metered'
  const list = Math.max(report.costMicros ?? 0, priced.costMicros)
  refuseHugeCost(list)
  if (run.list_cost + list > mostRunCostMicros) {
    throw new AppError(
      'limit_reached',
      `the run '${run.id}' would cost more than ${mostRunCostMicros} micro-dollars, the most one run can`,
    )
  }
  const origin = report.origin ?? 'agent'
  const within = Math.min(
    Math.max(report.usedAt ? fromTimestamp(report.usedAt, 'usedAt') : tx.now, run.started_at),
    run.ended_at ?? tx.now,
  )
  const cost = { list, booked: billing === 'included' ? 0 : list, usedAt: within }
  const { usedAt, ...correction } = await correctionOf(tx, run.id, report.measureId, origin, cost)
  const booking = await book(tx, kernel, spenderOf(run), correction.booked, usedAt)
  const late = run.ended_at !== null
  const usage = await insertUsage(
    tx,
    {
      id: newId('use', tx.now),
      workspace_id: tx.workspaceId,
      run_id: run.id,
      agent_id: run.agent_id,
      report_id: report.reportId,
      body_hash: bodyHash,
      measure_id: report.measureId ?? null,
      origin,
      billing,
      provider,
      model,
      given_cost: report.costMicros ?? null,
      priced_cost: priced.costMicros,
      booked_cost: correction.booked,
      list_cost: correction.list,
      overage_cost: booking.overage,
      price_version: priced.version,
      price_flag: priced.flag,
      used_at: usedAt,
      created_at: tx.now,
      late: late ? 1 : 0,
    },
    priced.lines,
  )
  await addCosts(tx, run.id, {
    spent: correction.booked,
    list: correction.list,
    overage: booking.overage,
    reservations: writeReservations(booking.reservations),
  })
  tx.append({
    type: correction.corrects ? 'usage.corrected' : 'usage.reported',
    taskId: run.task_id,
    runId: run.id,
    agentId: run.agent_id,
    payload: {
      usageId: usage.id,
      reportId: report.reportId,
      ...(report.measureId === undefined ? {} : { measureId: report.measureId }),
      provider,
      model,
      bookedCostMicros: correction.booked,
      listCostMicros: correction.list,
      overageCostMicros: booking.overage,
      late,
      budgetChanges: booking.changes,
    },
  })
  for (const { budget, key, spent, limit } of booking.warned) {
    tx.append({
      type: 'budget.warned',
      taskId: run.task_id,
      runId: run.id,
      agentId: run.agent_id,
      payload: {
        budgetId: budget.id,
        scope: budget.scope,
        subjectId: key.subjectId,
        limitCostMicros: limit,
        spentCostMicros: spent,
      },
    })
  }
  return { usage, booking }
}

/** Two who measure one thing are counted once: the more trusted one's figure stands, the difference is booked. */
async function correctionOf(
  tx: Tx,
  runId: string,
  measureId: string | undefined,
  origin: Usage['origin'],
  cost: { list: number; booked: number; usedAt: number },
): Promise<{ list: number; booked: number; usedAt: number; corrects: boolean }> {
  if (measureId === undefined) return { ...cost, corrects: false }
  const before = await findBookedForMeasure(tx, runId, measureId)
  if (before.length === 0) return { ...cost, corrects: false }
  // All of them belong to one time, so that a difference moves the window the first was booked in.
  const usedAt = Math.min(...before.map((earlier) => earlier.usedAt))
  if (before.some((earlier) => !isMoreTrusted(origin, earlier.origin))) {
    return { list: 0, booked: 0, usedAt, corrects: false }
  }
  const sum = (key: 'list' | 'booked') => before.reduce((total, earlier) => total + earlier[key], 0)
  return { list: cost.list - sum('list'), booked: cost.booked - sum('booked'), usedAt, corrects: true }
}

async function stopIfExceeded(tx: Tx, kernel: Kernel, run: RunRow, booking: Booking): Promise<boolean> {
  const agentWindow = booking.exceeded.find(({ budget }) => budget.scope === 'agent')
  const ownWindow = booking.exceeded.find(({ budget }) => budget.scope !== 'agent')
  if (ownWindow && run.ended_at === null) {
    const spent = booking.windows.find(({ window }) => window === ownWindow)!.spent
    if (run.task_id === null) {
      tx.append({
        type: 'budget.exceeded',
        runId: run.id,
        agentId: run.agent_id,
        payload: { budgetId: ownWindow.budget.id },
      })
      await endRun(tx, { id: run.id, taskId: null, agentId: run.agent_id }, { reason: 'budget_exhausted' })
    } else {
      await stopForBudget(tx, kernel, await loadTask(tx, run.task_id), { ...ownWindow, spent })
    }
  }
  // Of a day that is over there is nothing left to stop.
  if (agentWindow && agentWindow.key.endAt! > tx.now) {
    const { budget, key, limit } = agentWindow
    tx.append({
      type: 'budget.exceeded',
      agentId: run.agent_id,
      payload: { budgetId: budget.id, scope: 'agent', subjectId: key.subjectId, limitCostMicros: limit },
    })
    await holdAgent(tx, kernel, {
      agentId: run.agent_id,
      cause: 'budget',
      reference: budget.id,
      reason: `its budget of ${limit} micro-dollars is used up`,
      until: key.endAt,
    })
    if (run.task_id === null && run.ended_at === null) {
      await endRun(tx, { id: run.id, taskId: null, agentId: run.agent_id }, { reason: 'budget_exhausted' })
    }
  }
  return booking.exceeded.length > 0
}

async function answer(tx: Tx, run: RunRow, usage: Usage, booking: Booking): Promise<UsageAnswer> {
  const lease = await fateOfLease(tx, run)
  return {
    usage,
    late: usage.late,
    lease,
    stop: lease.state === 'lost' || (run.task_id === null && run.ended_at !== null),
    run: { reservedCostMicros: reservedIn(run.reservations), spentCostMicros: Math.max(0, run.spent_cost) },
    budgets: booking.windows.map(({ window, spent, reserved }) => budgetUse({ ...window, spent, reserved })),
  }
}

async function fateOfLease(tx: Tx, run: RunRow): Promise<UsageAnswer['lease']> {
  if (run.task_id === null) return { state: 'none', reason: null }
  if (run.ended_at !== null) return { state: 'lost', reason: run.end_reason }
  const lease = await heldLease(tx, run.task_id)
  return lease?.run_id === run.id ? { state: 'held', reason: null } : { state: 'lost', reason: 'expired' }
}

const spenderOf = (run: RunRow) => ({
  runId: run.id,
  agentId: run.agent_id,
  taskId: run.task_id,
  reservations: run.reservations,
})

function refuseHugeCost(cost: number): void {
  if (cost <= mostCostMicros) return
  const issue = {
    path: 'lines',
    message: `a cost of ${cost} micro-dollars; ${mostCostMicros} are the most in one report`,
  }
  throw new AppError('validation_failed', `lines: ${issue.message}`, { details: { issues: [issue] } })
}

function refuseRepeatedMeters({ lines }: ReportUsage): void {
  const meters = lines.map(({ meter }) => meter)
  const repeated = meters.find((meter, index) => meters.indexOf(meter) !== index)
  if (!repeated) return
  const issue = { path: 'lines', message: `'${repeated}' stands there twice: add the quantities up` }
  throw new AppError('validation_failed', `lines: ${issue.message}`, { details: { issues: [issue] } })
}
