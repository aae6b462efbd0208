// Rows of questions, which lie among the approvals, and their shape on the wire.
import type { components } from '../../generated/openapi.ts'
import { toTimestamp, toTimestampOrNull } from '../../kernel/clock.ts'
import { notFound } from '../../kernel/errors.ts'
import { listPage, type Paged, type PageRequest } from '../../kernel/pages.ts'
import { sql } from '../../kernel/store/query.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'

export type Question = components['schemas']['Question']

export interface QuestionRow {
  id: string
  workspace_id: string
  task_id: string
  run_id: string
  agent_id: string
  /** What is asked. */
  action: string
  /** The options. */
  payload: string
  content_hash: string
  /** What one should know to answer. */
  justification: string | null
  state: Question['state']
  answer_option: string | null
  answer_text: string | null
  answered_by: string | null
  answered_by_name: string | null
  created_at: number
  expires_at: number
  decided_at: number | null
}

const columns = 'q.*, (select u.name from users u where u.id = q.answered_by) as answered_by_name'

const byId = sql<{ workspaceId: string; questionId: string }, QuestionRow>(
  `select ${columns} from approvals q where q.workspace_id = :workspaceId and q.id = :questionId and q.kind = 'question'`,
)
const sameContent = sql<{ taskId: string; contentHash: string }, QuestionRow>(
  `select ${columns} from approvals q where q.task_id = :taskId and q.content_hash = :contentHash and q.kind = 'question'
     and q.state in ('pending', 'answered') order by q.created_at desc, q.id desc limit 1`,
)
const pendingOfTask = sql<{ taskId: string }, QuestionRow>(
  `select ${columns} from approvals q where q.task_id = :taskId and q.state = 'pending' and q.kind = 'question'
   order by q.created_at, q.id limit 100`,
)
const settledSinceHandedIn = sql<{ taskId: string }, QuestionRow>(
  `select ${columns} from approvals q where q.task_id = :taskId and q.kind = 'question' and q.state in ('answered', 'expired')
     and q.decided_at >= coalesce((select max(r.ended_at) from runs r where r.task_id = :taskId and r.end_reason = 'completed'), 0)
   order by q.created_at desc, q.id desc limit 100`,
)
const insert = sql(
  `insert into approvals (id, workspace_id, task_id, run_id, agent_id, fence, kind, action, payload, content_hash,
     justification, on_denial, state, required_votes, created_at, expires_at)
   values (:id, :workspaceId, :taskId, :runId, :agentId, :fence, 'question', :question, :options, :contentHash,
     :context, 'continue', 'pending', 0, :now, :expiresAt)`,
)
const settle = sql<{
  id: string
  state: string
  option: string | null
  text: string | null
  userId: string | null
  now: number
}>(
  `update approvals set state = :state, answer_option = :option, answer_text = :text, answered_by = :userId,
     decided_at = :now where id = :id`,
)

export interface NewQuestion {
  readonly id: string
  readonly taskId: string
  readonly runId: string
  readonly agentId: string
  readonly fence: number
  readonly question: string
  readonly options: string
  readonly context: string | null
  readonly contentHash: string
  readonly expiresAt: number
}

export async function insertQuestion(tx: Tx, question: NewQuestion): Promise<void> {
  await tx.run(insert, { ...question, workspaceId: tx.workspaceId, now: tx.now })
}

/** The question, held against other writers until the unit ends. */
export async function loadQuestion(tx: Tx, questionId: string): Promise<QuestionRow> {
  const row = await tx.getForUpdate(byId, { workspaceId: tx.workspaceId, questionId })
  if (!row) throw notFound('question', questionId)
  return row
}

export const findSameContent = (tx: Tx, taskId: string, contentHash: string) =>
  tx.get(sameContent, { taskId, contentHash })

export const findPending = (reader: Reader, taskId: string) => reader.all(pendingOfTask, { taskId })

/** Oldest first. */
export const findSettledSinceHandedIn = async (reader: Reader, taskId: string): Promise<QuestionRow[]> =>
  (await reader.all(settledSinceHandedIn, { taskId })).reverse()

export async function settleQuestion(
  tx: Tx,
  id: string,
  outcome: {
    readonly state: Exclude<Question['state'], 'pending'>
    readonly option?: string | undefined
    readonly text?: string | undefined
    readonly userId?: string
  },
): Promise<void> {
  const { state, option = null, text = null, userId = null } = outcome
  await tx.run(settle, { id, state, option, text, userId, now: tx.now })
}

export async function readQuestion(reader: Reader, workspaceId: string, questionId: string): Promise<Question> {
  const row = await reader.get(byId, { workspaceId, questionId })
  if (!row) throw notFound('question', questionId)
  return toQuestion(row)
}

export function listQuestions(
  reader: Reader,
  workspaceId: string,
  request: PageRequest & { state?: string; taskId?: string },
): Promise<Paged<Question>> {
  const { state, taskId } = request
  return listPage<QuestionRow, Question>(reader, {
    request,
    sortable: { createdAt: 'created_at' },
    defaultSort: '-createdAt',
    table: 'q',
    build: (knex) => {
      const query = knex('approvals as q')
        .select(knex.raw(columns))
        .where({ 'q.workspace_id': workspaceId, 'q.kind': 'question' })
      if (state) query.where('q.state', state)
      if (taskId) query.where('q.task_id', taskId)
      return query
    },
    toItem: toQuestion,
  })
}

export const toQuestion = (row: QuestionRow): Question => ({
  id: row.id,
  workspaceId: row.workspace_id,
  taskId: row.task_id,
  runId: row.run_id,
  agentId: row.agent_id,
  question: row.action,
  options: JSON.parse(row.payload),
  context: row.justification,
  contentHash: row.content_hash,
  state: row.state,
  answer:
    row.answered_by === null
      ? null
      : {
          option: row.answer_option,
          text: row.answer_text,
          userId: row.answered_by,
          userName: row.answered_by_name ?? '',
        },
  createdAt: toTimestamp(row.created_at),
  expiresAt: toTimestamp(row.expires_at),
  settledAt: toTimestampOrNull(row.decided_at),
})
