// What people wrote to agents and nobody has read yet, each look-up served by the index that holds only that.
import { sql } from '../../kernel/store/query.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'
import { isUnread } from './unread-service.ts'

export interface UnreadRow {
  id: string
  task_id: string
  author_name: string | null
  body: string
  created_at: number
  delivered_at: number | null
}

const columns = `m.id, m.task_id, m.body, m.created_at, m.delivered_at,
  (select u.name from users u where u.id = m.author_id) as author_name`
const unreadOfTask = sql<{ taskId: string; most: number }, UnreadRow>(
  `select ${columns} from messages m where m.task_id = :taskId and ${isUnread('m')} order by m.created_at, m.id limit :most`,
)
/** Of the leases that this process of the agent has renewed last. */
const unreadOfInstance = sql<{ agentId: string; instanceId: string; now: number; most: number }, UnreadRow>(
  `select ${columns} from leases l join messages m on m.task_id = l.task_id
   where l.agent_id = :agentId and l.instance_id = :instanceId and l.expires_at > :now and ${isUnread('m')}
   order by m.created_at, m.id limit :most`,
)
const deliver = sql<{ id: string; now: number }>(
  'update messages set delivered_at = :now where id = :id and delivered_at is null',
)
/** One that was never carried to the agent was found by it, in the thread. */
const read = sql<{ id: string; taskId: string; now: number }>(
  `update messages set read_at = :now, delivered_at = coalesce(delivered_at, :now)
   where id = :id and task_id = :taskId and ${isUnread('messages')}`,
)
const idInTask = sql<{ taskId: string; id: string }, { id: string }>(
  'select id from messages where task_id = :taskId and id = :id',
)
const countUnread = sql<{ taskId: string; most: number }, { count: number }>(
  `select count(*) as count from (select 1 as one from messages m where m.task_id = :taskId and ${isUnread('m')} limit :most) counted`,
)

export const findUnreadOfTask = (reader: Reader, taskId: string, most: number) =>
  reader.all(unreadOfTask, { taskId, most })

export const findUnreadOfInstance = (tx: Tx, agentId: string, instanceId: string, most: number) =>
  tx.all(unreadOfInstance, { agentId, instanceId, now: tx.now, most })

export async function markDelivered(tx: Tx, id: string): Promise<void> {
  await tx.run(deliver, { id, now: tx.now })
}

export async function markOneRead(tx: Tx, taskId: string, id: string): Promise<void> {
  await tx.run(read, { taskId, id, now: tx.now })
}

export const isInTask = async (reader: Reader, taskId: string, id: string): Promise<boolean> =>
  (await reader.get(idInTask, { taskId, id })) !== undefined

export const countUnreadOfTask = async (reader: Reader, taskId: string, most: number): Promise<number> =>
  (await reader.get(countUnread, { taskId, most }))!.count
