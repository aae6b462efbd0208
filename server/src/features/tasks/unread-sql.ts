// Whether people wrote to the agent on a task, told along with a row that is read anyway: nearly always they did not, and
// neither a heartbeat nor a claim need ask for messages then.

/** @param taskId the column with the id of the task */
export const hasUnread = (taskId: string): string =>
  `case when exists (select 1 from messages m where m.task_id = ${taskId}
     and m.type = 'COMMENT' and m.author_kind = 'user' and m.read_at is null) then 1 else 0 end`
