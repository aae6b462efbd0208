// Work that is to be done once more begins without what it came to before.
import type { Tx } from '../../kernel/store/store.ts'
import { deleteSteps } from './store.ts'

export async function forgetSteps(tx: Tx, taskId: string): Promise<void> {
  await deleteSteps(tx, taskId)
}
