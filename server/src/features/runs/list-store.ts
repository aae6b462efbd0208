// Runs as lists and as sums.
import type { components } from '../../generated/openapi.ts'
import { fromTimestamp, toTimestamp } from '../../kernel/clock.ts'
import { listPage, type Paged, type PageRequest } from '../../kernel/pages.ts'
import { boundedSum } from '../../kernel/store/query.ts'
import type { Reader } from '../../kernel/store/store.ts'
import { type Run, type RunRow, type RunStatus, toRun } from './store.ts'

type RunStats = components['schemas']['RunStats']

interface Filter {
  readonly agentId?: string
  readonly taskId?: string
}

export function listRuns(
  reader: Reader,
  workspaceId: string,
  request: PageRequest & Filter & { status?: readonly RunStatus[]; startedAfter?: string; startedBefore?: string },
): Promise<Paged<Run>> {
  const { agentId, taskId, status, startedAfter, startedBefore } = request
  return listPage<RunRow, Run>(reader, {
    request,
    sortable: { startedAt: 'started_at' },
    defaultSort: '-startedAt',
    table: 'r',
    build: (knex) => {
      const query = knex('runs as r').select('r.*').where('r.workspace_id', workspaceId)
      if (agentId) query.where('r.agent_id', agentId)
      if (taskId) query.where('r.task_id', taskId)
      if (status) query.whereIn('r.status', status)
      if (startedAfter) query.where('r.started_at', '>=', fromTimestamp(startedAfter, 'startedAfter'))
      if (startedBefore) query.where('r.started_at', '<', fromTimestamp(startedBefore, 'startedBefore'))
      return query
    },
    toItem: toRun,
  })
}

export async function sumUpRuns(
  reader: Reader,
  workspaceId: string,
  { agentId, taskId, since, until }: Filter & { since: number; until: number },
): Promise<RunStats> {
  const within = (query: import('knex').Knex.QueryBuilder) => {
    query.where('r.workspace_id', workspaceId).where('r.started_at', '>=', since).where('r.started_at', '<', until)
    if (agentId) query.where('r.agent_id', agentId)
    if (taskId) query.where('r.task_id', taskId)
    return query
  }
  const byStatus = await reader.list<{
    status: RunStatus
    count: number
    ended: number
    length: number
    spent: number
  }>((knex) =>
    within(knex('runs as r'))
      .groupBy('r.status')
      .select('r.status')
      .select(knex.raw('count(*) as count, count(r.ended_at) as ended'))
      .select(knex.raw(`${boundedSum('r.ended_at - r.started_at')} as length, ${boundedSum('r.spent_cost')} as spent`))
      .limit(10),
  )
  const [tokens] = await reader.list<{ tokens: number }>((knex) =>
    within(
      knex('runs as r').join('usage_reports as u', 'u.run_id', 'r.id').join('usage_lines as l', 'l.usage_id', 'u.id'),
    )
      .where('l.meter', 'like', '%_token')
      .select(knex.raw('coalesce(sum(l.quantity), 0) as tokens'))
      .limit(1),
  )
  const count = (status: RunStatus) => byStatus.find((row) => row.status === status)?.count ?? 0
  const sum = (key: 'count' | 'ended' | 'length' | 'spent') => byStatus.reduce((total, row) => total + row[key], 0)
  return {
    since: toTimestamp(since),
    until: toTimestamp(until),
    total: sum('count'),
    byStatus: {
      running: count('running'),
      succeeded: count('succeeded'),
      failed: count('failed'),
      ended: count('ended'),
    },
    averageDurationSeconds: sum('ended') === 0 ? null : sum('length') / sum('ended') / 1000,
    spentCostMicros: Math.min(sum('spent'), Number.MAX_SAFE_INTEGER),
    tokens: Math.round(tokens!.tokens),
  }
}
