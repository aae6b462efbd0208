// Settles due rows each in a unit of its own, so that one which cannot be settled holds up no other.
import type { Kernel } from '../kernel/kernel.ts'
import { systemActor, type Tx } from '../kernel/store/store.ts'

/** @returns whether any was settled: more may be due. */
export async function eachAlone<Row extends { readonly workspace_id: string }>(
  kernel: Kernel,
  rows: readonly Row[],
  settle: (tx: Tx, row: Row) => Promise<unknown>,
): Promise<boolean> {
  const outcomes = await Promise.allSettled(
    rows.map((row) =>
      kernel.store.write({ workspaceId: row.workspace_id, actor: systemActor }, (tx) => settle(tx, row)),
    ),
  )
  outcomes.forEach((outcome, index) => {
    if (outcome.status === 'fulfilled') return
    kernel.logger.error({ err: outcome.reason, row: rows[index] }, 'a due row could not be settled')
  })
  return outcomes.some(({ status }) => status === 'fulfilled')
}
