// Which messages people wrote to agents and nobody has read yet, as SQL: said once, for the index that serves it holds
// just these, word for word. It stands alone, so that rows of tasks can tell of it along with what is read anyway.

/** @param m alias of the table `messages` */
export const isUnread = (m: string): string =>
  `${m}.type = 'COMMENT' and ${m}.author_kind = 'user' and ${m}.read_at is null`

/**
 * 1 or 0: nearly always there are none, and neither a heartbeat nor a claim need ask for messages then.
 *
 * @param taskId the column with the id of the task
 */
export const hasUnread = (taskId: string): string =>
  `case when exists (select 1 from messages m where m.task_id = ${taskId} and ${isUnread('m')}) then 1 else 0 end`
