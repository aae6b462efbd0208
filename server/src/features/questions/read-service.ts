// What others may read of questions: those a task waits for, and the answers its next run goes by.
import type { Reader } from '../../kernel/store/store.ts'
import { findPending, findSettledSinceHandedIn, type Question, toQuestion } from './store.ts'

/** What was answered, or is waited for no longer, since the work was last handed in; as with decisions, each run is told. */
export async function answersAbout(reader: Reader, taskId: string): Promise<Question[]> {
  return (await findSettledSinceHandedIn(reader, taskId)).map(toQuestion)
}

export async function pendingQuestions(reader: Reader, taskId: string): Promise<Question[]> {
  return (await findPending(reader, taskId)).map(toQuestion)
}
