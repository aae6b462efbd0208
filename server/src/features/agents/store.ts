// Rows of agents, and their shape on the wire with presence, open leases and the holds that cover them.
import type { components } from '../../generated/openapi.ts'
import { toTimestamp, toTimestampOrNull } from '../../kernel/clock.ts'
import { notFound } from '../../kernel/errors.ts'
import { listPage, type Paged, type PageRequest } from '../../kernel/pages.ts'
import { insertInto, sql } from '../../kernel/store/query.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'
import { type CoveringHoldRow, findHoldsOver, toHold } from './hold-store.ts'

export type Agent = components['schemas']['Agent']

/** What an agent says of itself and what it is granted, as columns. */
export interface AgentFacts {
  name: string
  description: string | null
  capabilities: string
  provider: string | null
  model: string | null
  endpoint: string | null
  connection_type: Agent['connectionType']
  version: string | null
  runtime: string | null
  max_concurrent_tasks: number
}

export interface AgentRow extends AgentFacts {
  id: string
  workspace_id: string
  status: Agent['status']
  draining: number
  created_at: number
  updated_at: number
}

/** The row with what other tables say of the agent. */
export interface AgentViewRow extends AgentRow {
  online: number | null
  activity: Agent['activity']
  note: string | null
  last_seen_at: number | null
  held_leases: number
}

export type NewAgentRow = AgentRow & { enrolled_by: string | null }

export interface AgentFilter {
  readonly status?: Agent['status']
  readonly presence?: Agent['presence']
  readonly capability?: string
  readonly name?: string
}

const viewColumns =
  'a.*, p.online, p.last_seen_at, p.activity, p.note, (select count(*) from leases l where l.agent_id = a.id) as held_leases'
const viewById = sql<{ workspaceId: string; agentId: string }, AgentViewRow>(
  `select ${viewColumns} from agents a left join agent_presence p on p.agent_id = a.id
   where a.workspace_id = :workspaceId and a.id = :agentId and a.removed_at is null`,
)
const byId = sql<{ workspaceId: string; agentId: string }, AgentRow>(
  'select * from agents where workspace_id = :workspaceId and id = :agentId and removed_at is null',
)
const byName = sql<{ workspaceId: string; name: string }, { id: string }>(
  'select id from agents where workspace_id = :workspaceId and name = :name and removed_at is null',
)
const insert = insertInto<NewAgentRow>('agents', [
  'id',
  'workspace_id',
  'name',
  'description',
  'capabilities',
  'provider',
  'model',
  'endpoint',
  'connection_type',
  'version',
  'runtime',
  'status',
  'draining',
  'max_concurrent_tasks',
  'enrolled_by',
  'created_at',
  'updated_at',
])
const insertPresence = sql(
  `insert into agent_presence (agent_id, workspace_id, online) values (:agentId, :workspaceId, 0)
   on conflict (agent_id) do nothing`,
)
const save = sql(
  `update agents set name = :name, description = :description, capabilities = :capabilities, provider = :provider,
     model = :model, endpoint = :endpoint, connection_type = :connection_type, version = :version, runtime = :runtime,
     max_concurrent_tasks = :max_concurrent_tasks, status = :status, draining = :draining, updated_at = :now
   where id = :id`,
)
const remove = sql(`update agents set status = 'deactivated', removed_at = :now, updated_at = :now where id = :agentId`)
const forgetPresence = sql('delete from agent_presence where agent_id = :agentId')

export async function readAgent(reader: Reader, workspaceId: string, agentId: string): Promise<Agent> {
  const row = await reader.get(viewById, { workspaceId, agentId })
  if (!row) throw notFound('agent', agentId)
  return toAgent(row, await findHoldsOver(reader, workspaceId, [agentId]))
}

export async function listAgents(
  reader: Reader,
  workspaceId: string,
  filter: AgentFilter & PageRequest,
): Promise<Paged<Agent>> {
  const { data, page } = await listPage<AgentViewRow, AgentViewRow>(reader, {
    request: filter,
    table: 'a',
    sortable: { createdAt: 'created_at' },
    defaultSort: '-createdAt',
    build: (knex) => {
      const query = knex('agents as a')
        .leftJoin('agent_presence as p', 'p.agent_id', 'a.id')
        .select(knex.raw(viewColumns))
        .where('a.workspace_id', workspaceId)
        .whereNull('a.removed_at')
      if (filter.status !== undefined) query.where('a.status', filter.status)
      if (filter.name !== undefined) query.where('a.name', filter.name)
      if (filter.presence === 'online') query.where('p.online', 1)
      if (filter.presence === 'offline') query.whereRaw('coalesce(p.online, 0) = 0')
      if (filter.capability !== undefined)
        query.whereRaw(`a.capabilities like ? escape '!'`, [`%${inList(filter.capability)}%`])
      return query
    },
    toItem: (row) => row,
  })
  const holds = await findHoldsOver(
    reader,
    workspaceId,
    data.map(({ id }) => id),
  )
  return { data: data.map((row) => toAgent(row, holds)), page }
}

/** The agent, held against other writers until the unit ends. */
export async function loadAgent(tx: Tx, agentId: string): Promise<AgentRow> {
  const row = await tx.getForUpdate(byId, { workspaceId: tx.workspaceId, agentId })
  if (!row) throw notFound('agent', agentId)
  return row
}

export async function isLiveAgent(tx: Tx, agentId: string): Promise<boolean> {
  return (await tx.get(byId, { workspaceId: tx.workspaceId, agentId })) !== undefined
}

export async function nameIsTaken(tx: Tx, name: string): Promise<boolean> {
  return (await tx.get(byName, { workspaceId: tx.workspaceId, name })) !== undefined
}

export async function insertAgent(tx: Tx, row: NewAgentRow): Promise<void> {
  await tx.run(insert, { ...row })
  await tx.run(insertPresence, { agentId: row.id, workspaceId: row.workspace_id })
}

export async function saveAgent(tx: Tx, row: AgentRow): Promise<void> {
  await tx.run(save, { ...row, now: tx.now })
}

export async function markRemoved(tx: Tx, agentId: string): Promise<void> {
  await tx.run(remove, { agentId, now: tx.now })
  await tx.run(forgetPresence, { agentId })
}

/** @param holds those that cover any of the agents at hand. */
function toAgent(row: AgentViewRow, holds: readonly CoveringHoldRow[]): Agent {
  const over = holds.filter(({ scope, scope_id }) => scope === 'workspace' || scope_id === row.id)
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    name: row.name,
    description: row.description,
    capabilities: JSON.parse(row.capabilities) as string[],
    provider: row.provider,
    model: row.model,
    endpoint: row.endpoint,
    connectionType: row.connection_type,
    version: row.version,
    runtime: row.runtime,
    status: row.status,
    presence: row.online === 1 ? 'online' : 'offline',
    paused: over.length > 0,
    draining: row.draining === 1,
    holds: over.slice(0, 20).map(toHold),
    maxConcurrentTasks: row.max_concurrent_tasks,
    openLeases: row.held_leases,
    lastSeenAt: toTimestampOrNull(row.last_seen_at),
    activity: row.activity,
    note: row.note,
    createdAt: toTimestamp(row.created_at),
    updatedAt: toTimestamp(row.updated_at),
  }
}

/** How a capability stands in the JSON of its column, with the signs that mean something to LIKE made plain. */
const inList = (capability: string): string => JSON.stringify(capability).replace(/[!%_]/g, (sign) => `!${sign}`)
