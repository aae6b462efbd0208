// A budget's day ended: what open runs have reserved moves into the new day, and a run that does not fit there stops.
import { endedWindows, rollWindow } from '../features/budgets/roll-service.ts'
import { endUnfundedRun } from '../features/usage/end-unfunded-service.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { eachAlone } from './each-alone.ts'

export async function rollBudgetWindows(kernel: Kernel): Promise<boolean> {
  const ended = await endedWindows(kernel.store.reader, kernel.clock.now())
  return eachAlone(kernel, ended, async (tx, window) => {
    for (const runId of await rollWindow(tx, kernel, window)) await endUnfundedRun(tx, kernel, runId)
  })
}
