// Tasks whose time has come can be claimed, and those kept for one agent open up to the others.
import { endPreference, findDueTasks, findStalePreferences, makeDue } from '../features/tasks/due-service.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { eachAlone } from './each-alone.ts'

export async function readyDueTasks(kernel: Kernel): Promise<boolean> {
  const now = kernel.clock.now()
  const due = await findDueTasks(kernel.store.reader, now)
  const stale = await findStalePreferences(kernel.store.reader, now)
  const madeDue = await eachAlone(kernel, due, (tx, { id }) => makeDue(tx, kernel, id))
  const opened = await eachAlone(kernel, stale, (tx, { id }) => endPreference(tx, kernel, id))
  return madeDue || opened
}
