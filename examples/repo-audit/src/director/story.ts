// The demo from the first card to the last report.
import type { Approval } from '@mission-control/sdk'
import type { Repository } from '../audit/repository.ts'
import { decide } from './approval.ts'
import { type Board, fillBoard } from './board.ts'
import { type Actor, enter, roles } from './cast.ts'
import { checkHeir, killInTheMiddle, lateWrite } from './killed-worker.ts'
import { narrate } from './narrator.ts'
import { checkAudits, checkReports, checkUsage, totalsOf } from './results.ts'
import { spendAtOnce } from './spending.ts'
import type { Stage } from './stage.ts'
import { paint } from './terminal.ts'

/** Far above what audits cost: it shows on the page, and nobody gets near it. */
const agentDayMicros = 50_000

/** @returns the agents that are still there */
export async function tellStory(stage: Stage, repository: Repository): Promise<Actor[]> {
  const { terminal, admin } = stage
  await admin.budgets.create({ scope: 'agent', window: 'day', limitCostMicros: agentDayMicros })
  const board = await fillBoard(stage, repository)
  terminal.step('Cards move')
  terminal.say(`${board.audits.length} audits are on the board, and a summary that waits for all of them.`)
  // First, so that there is a card for it however few there are.
  const doomed = await enter(stage, roles.hotspots)
  const others = await Promise.all([enter(stage, roles.links), enter(stage, roles.todos)])
  narrate(stage, [doomed, ...others], board)

  const victim = await killInTheMiddle(stage, doomed)
  await spendAtOnce(stage)
  await lateWrite(stage, victim)
  const approval = await decide(stage, board)
  await stage.watch.until(
    'the summary to be handed in',
    ({ type, taskId }) => type === 'task.completed' && taskId === board.summary.id,
  )
  await checkHeir(stage, victim)
  await tellResults(stage, [doomed, ...others], board, approval)
  return others
}

async function tellResults(stage: Stage, actors: Actor[], board: Board, approval: Approval): Promise<void> {
  const { terminal, folders, promises, options } = stage
  const handed = await checkAudits(stage, board)
  const usage = await checkUsage(stage, actors)
  await checkReports(stage, approval)
  terminal.step(`Done in ${terminal.seconds.toFixed(0)} seconds`)
  for (const line of [...totalsOf(handed), ...usage]) terminal.print(line)
  if (approval.state === 'approved') terminal.print(`  Reports: ${paint('bold', folders.reports)}`)
  // Where the demo ends by itself, they come when it has.
  if (options.isUnattended) return
  terminal.step('As promised?')
  for (const line of promises.lines) terminal.print(line)
}
