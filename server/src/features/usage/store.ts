// Rows of usage reports and price overrides, and their shapes on the wire.
import type { components } from '../../generated/openapi.ts'
import { toTimestamp } from '../../kernel/clock.ts'
import { AppError, notFound } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import { listPage, type Paged, type PageRequest } from '../../kernel/pages.ts'
import { insertInto, sql } from '../../kernel/store/query.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'
import { WorkspaceCache } from '../../kernel/workspace-cache.ts'
import type { Override } from './price-list.ts'
import type { Line, Meter } from './price-table.ts'

export type Usage = components['schemas']['Usage']
export type Price = components['schemas']['Price']

export interface UsageRow {
  id: string
  workspace_id: string
  run_id: string
  agent_id: string
  report_id: string
  body_hash: string
  measure_id: string | null
  origin: Usage['origin']
  billing: Usage['billing']
  provider: string | null
  model: string | null
  given_cost: number | null
  priced_cost: number
  booked_cost: number
  list_cost: number
  overage_cost: number
  price_version: string
  price_flag: Usage['priceFlag']
  used_at: number
  created_at: number
  late: number
}

interface PriceRow {
  id: string
  provider: string
  model: string
  meter: Meter
  price_per_million: number
  created_at: number
  updated_at: number
}

/** What an earlier report on the same measure counted for. */
interface BookedRow {
  origin: Usage['origin']
  booked: number
  list: number
  usedAt: number
}

type CostedLine = Line & { readonly costMicros: number }

const insertReport = insertInto<UsageRow>('usage_reports', [
  'id',
  'workspace_id',
  'run_id',
  'agent_id',
  'report_id',
  'body_hash',
  'measure_id',
  'origin',
  'billing',
  'provider',
  'model',
  'given_cost',
  'priced_cost',
  'booked_cost',
  'list_cost',
  'overage_cost',
  'price_version',
  'price_flag',
  'used_at',
  'created_at',
  'late',
])
const insertLine = sql(
  'insert into usage_lines (usage_id, meter, quantity, cost) values (:usageId, :meter, :quantity, :costMicros)',
)
const reportById = sql<{ runId: string; reportId: string }, UsageRow>(
  'select * from usage_reports where run_id = :runId and report_id = :reportId',
)
const linesOf = sql<{ usageId: string }, { meter: Meter; quantity: number; cost: number }>(
  'select meter, quantity, cost from usage_lines where usage_id = :usageId order by meter limit 32',
)
const bookedForMeasure = sql<{ runId: string; measureId: string }, BookedRow>(
  `select origin, booked_cost as booked, list_cost as list, used_at as "usedAt" from usage_reports
   where run_id = :runId and measure_id = :measureId order by id limit 100`,
)
const overridesOf = sql<{ workspaceId: string; most: number }, PriceRow>(
  'select * from price_overrides where workspace_id = :workspaceId order by id limit :most',
)
const countPrices = sql<{ workspaceId: string }, { count: number }>(
  'select count(*) as count from price_overrides where workspace_id = :workspaceId',
)

/** They are all kept in memory; more would be a price list of its own. */
const mostOverrides = 2_000
const upsertPrice = sql(
  `insert into price_overrides (id, workspace_id, provider, model, meter, price_per_million, created_at, updated_at)
   values (:id, :workspaceId, :provider, :model, :meter, :pricePerMillion, :now, :now)
   on conflict (workspace_id, provider, model, meter) do update
     set price_per_million = excluded.price_per_million, updated_at = excluded.updated_at`,
)
const priceByKey = sql<{ workspaceId: string; provider: string; model: string; meter: string }, PriceRow>(
  `select * from price_overrides
   where workspace_id = :workspaceId and provider = :provider and model = :model and meter = :meter`,
)
const priceById = sql<{ workspaceId: string; priceId: string }, PriceRow>(
  'select * from price_overrides where workspace_id = :workspaceId and id = :priceId',
)
const deletePrice = sql<{ priceId: string }>('delete from price_overrides where id = :priceId')

export const findReport = (tx: Tx, runId: string, reportId: string) => tx.get(reportById, { runId, reportId })

export const findBookedForMeasure = (tx: Tx, runId: string, measureId: string) =>
  tx.all(bookedForMeasure, { runId, measureId })

export async function insertUsage(tx: Tx, row: UsageRow, lines: readonly CostedLine[]): Promise<Usage> {
  await tx.run(insertReport, { ...row })
  for (const { meter, quantity, costMicros } of lines) {
    await tx.run(insertLine, { usageId: row.id, meter, quantity, costMicros })
  }
  return toUsage(row, lines)
}

export async function readUsage(reader: Reader, row: UsageRow): Promise<Usage> {
  const lines = await reader.all(linesOf, { usageId: row.id })
  return toUsage(
    row,
    lines.map(({ meter, quantity, cost }) => ({ meter, quantity, costMicros: cost })),
  )
}

export async function listUsage(
  reader: Reader,
  workspaceId: string,
  runId: string,
  request: PageRequest,
): Promise<Paged<Usage>> {
  const page = await listPage<UsageRow, UsageRow>(reader, {
    request,
    // Ids sort by time.
    sortable: { createdAt: 'id' },
    defaultSort: '-createdAt',
    build: (knex) => knex('usage_reports').select('*').where({ workspace_id: workspaceId, run_id: runId }),
    toItem: (row) => row,
  })
  const data: Usage[] = []
  for (const row of page.data) data.push(await readUsage(reader, row))
  return { ...page, data }
}

/** The overrides of each workspace, in memory: every report is priced by them. */
export const overrides = new WorkspaceCache(findOverrides)

async function findOverrides(reader: Reader, workspaceId: string): Promise<Override[]> {
  const rows = await reader.all(overridesOf, { workspaceId, most: mostOverrides })
  return rows.map(({ price_per_million, ...row }) => ({ ...row, pricePerMillion: price_per_million }))
}

export async function putPrice(
  tx: Tx,
  price: { provider: string; model: string; meter: Meter; pricePerMillion: number },
): Promise<Price> {
  const { workspaceId, now } = tx
  const { count } = (await tx.get(countPrices, { workspaceId }))!
  if (count >= mostOverrides)
    throw new AppError('limit_reached', `this workspace has ${mostOverrides} prices of its own already`)
  await tx.run(upsertPrice, { id: newId('prc', now), workspaceId, now, ...price })
  const { provider, model, meter } = price
  return toPrice((await tx.get(priceByKey, { workspaceId, provider, model, meter }))!)
}

export async function removePrice(tx: Tx, priceId: string): Promise<Price> {
  const row = await tx.get(priceById, { workspaceId: tx.workspaceId, priceId })
  if (!row) throw notFound('price', priceId)
  await tx.run(deletePrice, { priceId })
  return toPrice(row)
}

export function listPrices(
  reader: Reader,
  workspaceId: string,
  request: PageRequest & { model?: string; provider?: string },
): Promise<Paged<Price>> {
  return listPage<PriceRow, Price>(reader, {
    request,
    sortable: { createdAt: 'created_at' },
    defaultSort: '-createdAt',
    build: (knex) => {
      const query = knex('price_overrides').select('*').where('workspace_id', workspaceId)
      if (request.model) query.where('model', request.model)
      if (request.provider) query.where('provider', request.provider)
      return query
    },
    toItem: toPrice,
  })
}

function toUsage(row: UsageRow, lines: readonly CostedLine[]): Usage {
  return {
    id: row.id,
    runId: row.run_id,
    reportId: row.report_id,
    measureId: row.measure_id,
    origin: row.origin,
    billing: row.billing,
    provider: row.provider,
    model: row.model,
    lines: lines.map(({ meter, quantity, costMicros }) => ({ meter, quantity, costMicros })),
    givenCostMicros: row.given_cost,
    pricedCostMicros: row.priced_cost,
    bookedCostMicros: row.booked_cost,
    overageCostMicros: row.overage_cost,
    priceVersion: row.price_version,
    priceFlag: row.price_flag,
    usedAt: toTimestamp(row.used_at),
    createdAt: toTimestamp(row.created_at),
    late: row.late === 1,
  }
}

function toPrice(row: PriceRow): Price {
  return {
    id: row.id,
    provider: row.provider,
    model: row.model,
    meter: row.meter,
    pricePerMillionMicros: row.price_per_million,
    createdAt: toTimestamp(row.created_at),
    updatedAt: toTimestamp(row.updated_at),
  }
}
