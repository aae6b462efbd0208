// What agents have spent, and how far budgets are used.
import type { MissionControl } from '@mission-control/sdk'
import { type Command, Option } from 'commander'
import { addCommand, type Building } from '../command.ts'
import { wrongUsage } from '../failure.ts'
import { details } from '../output/details.ts'
import type { Progress } from '../output/progress.ts'
import { type Column, table } from '../output/table.ts'
import { oneLine } from '../output/text.ts'
import { count, money, parseTime, shortId, span } from '../output/values.ts'
import { type Session, take } from '../session.ts'

type RunStats = Awaited<ReturnType<MissionControl['runs']['stats']>>
type BudgetDetail = Awaited<ReturnType<MissionControl['budgets']['get']>>
type Window = BudgetDetail['windows'][number]

interface AgentUsage {
  readonly agentId: string
  readonly name: string
  readonly stats: RunStats
}

/** More of them are not asked for one by one; the sum has them all the same. */
const mostAgents = 200
const mostBudgets = 100
/** So many questions at once are on their way to the server. */
const lanes = 4

export function addUsage(program: Command, building: Building): void {
  addCommand<{ since?: string; until?: string }>(program, building, {
    name: 'usage',
    summary: 'show what was spent, by whom, and how far budgets are used',
    description: 'Sums up the runs that started in a stretch of time, by default the last 24 hours, at most 31 days.',
    options: [
      new Option(
        '--since <time>',
        'start of the stretch: 2026-03-20, 2026-03-20T17:00:00Z, or a span such as 7d [default 24h]',
      ),
      new Option('--until <time>', 'end of the stretch [default now]'),
    ],
    examples: [
      ['mission usage', 'the last 24 hours'],
      ['mission usage --since 7d', 'the last week'],
      [
        'mission usage --since 2026-03-01 --until 2026-03-08 --json | jq .total.spentCostMicros',
        'micro-dollars, for a script',
      ],
    ],
    async run(session, _args, { since, until }) {
      const stretch = { ...timeOf(session, 'since', since), ...timeOf(session, 'until', until) }
      const client = await session.client()
      const { names, ...usage } = await session.waiting('adding up', (progress) =>
        read(session, client, stretch, progress),
      )
      session.show(usage, () => usageText(session, usage, names))
    },
  })
}

function timeOf(session: Session, name: 'since' | 'until', given: string | undefined): Record<string, string> {
  if (given === undefined) return {}
  const time = parseTime(given, session.now(), -1)
  if (time === undefined) throw wrongUsage(`--${name} takes a time, not '${given}'.`, 'Such as 2026-03-20, or 7d.')
  return { [name]: time }
}

async function read(session: Session, client: MissionControl, stretch: Record<string, string>, progress: Progress) {
  const total = await client.runs.stats(stretch, session.options)
  // All of them are asked for the stretch the sum has, or they would not add up to it.
  const { since, until } = total
  const agents = await take(client.agents.list({ limit: 200 }, session.options), mostAgents)
  const budgets = await take(client.budgets.list({ limit: 100 }, session.options), mostBudgets)
  let done = 0
  const step = <T>(answer: T): T => {
    progress.update(++done, agents.length + budgets.length)
    return answer
  }
  const perAgent = await inLanes(agents, async ({ id: agentId, name }): Promise<AgentUsage> => {
    return step({ agentId, name, stats: await client.runs.stats({ since, until, agentId }, session.options) })
  })
  const perBudget = await inLanes(budgets, async ({ id: budgetId }) =>
    step(await client.budgets.get({ budgetId }, session.options)),
  )
  const active = perAgent.filter(({ stats }) => stats.total > 0)
  active.sort((one, other) => other.stats.spentCostMicros - one.stats.spentCostMicros)
  const names = new Map(agents.map(({ id, name }) => [id, oneLine(name)]))
  return { since, until, total, agents: active, budgets: perBudget, names }
}

type UsageSum = Omit<Awaited<ReturnType<typeof read>>, 'names'>

/** In order, a few at a time. */
async function inLanes<T, R>(entries: readonly T[], work: (entry: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const queue = entries.entries()
  const lane = async () => {
    for (const [index, entry] of queue) results[index] = await work(entry)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return results
}

function usageText(
  session: Session,
  { since, until, total, agents, budgets }: UsageSum,
  names: ReadonlyMap<string, string>,
): string {
  const { style, width } = session
  const { running, succeeded, failed, ended } = total.byStatus
  const local = (time: string) => new Date(time).toLocaleString('sv-SE')
  const sum = details(style, [
    ['from', `${local(since)} to ${local(until)}`],
    ['spent', style('bold', money(total.spentCostMicros))],
    ['tokens', count(total.tokens)],
    ['runs', `${count(total.total)} (${succeeded} succeeded, ${failed} failed, ${ended} ended, ${running} running)`],
    ['on average', total.averageDurationSeconds === null ? null : span(total.averageDurationSeconds)],
  ])
  const byAgent: Column<Row>[] = [
    { title: 'AGENT', value: ({ name }) => name, atLeast: 10 },
    { title: 'SPENT', value: ({ spent }) => money(spent), right: true },
    { title: 'TOKENS', value: ({ tokens }) => count(tokens), right: true, spare: 2 },
    { title: 'RUNS', value: ({ runs }) => count(runs), right: true, spare: 1 },
    { title: 'FAILED', value: ({ failed }) => count(failed), right: true, spare: 3 },
  ]
  const windows = budgets.flatMap(({ budget, windows }) => windows.map((window) => ({ budget, window })))
  const byBudget: Column<(typeof windows)[number]>[] = [
    {
      title: 'BUDGET',
      value: ({ budget }) => `${budget.scope}${budget.window === 'none' ? '' : ` a ${budget.window}`}`,
    },
    { title: 'OF', value: ({ window }) => names.get(window.subjectId) ?? shortId(window.subjectId), atLeast: 8 },
    { title: 'USED', value: ({ window }) => share(window), right: true },
    { title: 'SPENT', value: ({ window }) => money(window.spentCostMicros), right: true },
    { title: 'LIMIT', value: ({ window }) => money(window.limitCostMicros), right: true, spare: 2 },
    { title: 'LEFT', value: ({ window }) => money(window.remainingCostMicros), right: true, spare: 1 },
  ]
  return [
    sum,
    ...(agents.length > 0 ? [table(byAgent, rowsOf(total, agents), style, width)] : []),
    ...(windows.length > 0 ? [table(byBudget, windows, style, width)] : []),
  ].join('\n\n')
}

interface Row {
  readonly name: string
  spent: number
  tokens: number
  runs: number
  failed: number
}

/** Agents that were removed have runs still: they are what is missing to the sum. */
function rowsOf(total: RunStats, agents: readonly AgentUsage[]): Row[] {
  const rows = agents.map(({ name, stats }) => rowOf(name, stats))
  const rest = rowOf('others', total)
  for (const { spent, tokens, runs, failed } of rows) {
    rest.spent -= spent
    rest.tokens -= tokens
    rest.runs -= runs
    rest.failed -= failed
  }
  return rest.runs > 0 ? [...rows, rest] : rows
}

const rowOf = (name: string, { spentCostMicros, tokens, total, byStatus }: RunStats): Row => ({
  name,
  spent: spentCostMicros,
  tokens,
  runs: total,
  failed: byStatus.failed,
})

const share = ({ spentCostMicros, limitCostMicros }: Window): string =>
  limitCostMicros === 0 ? '–' : `${Math.floor((spentCostMicros / limitCostMicros) * 100)}%`
