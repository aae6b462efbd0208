// Sweeps: everything that becomes due is a row with a due time; once a second they are looked up and settled.
import cron from 'node-cron'
import { saveKeyUses } from '../features/keys/last-use-service.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { dropOrphanFiles } from './drop-orphan-files.ts'
import { expireApprovals } from './expire-approvals.ts'
import { expireLeases } from './expire-leases.ts'
import { liftDueHolds } from './lift-due-holds.ts'
import { markSilentAgents } from './mark-silent-agents.ts'
import { pruneExpired } from './prune-expired.ts'
import { readyDueTasks } from './ready-due-tasks.ts'
import { rollBudgetWindows } from './roll-budget-windows.ts'
import { graceAfterDowntime, noteAlive } from './server-life.ts'

/** @returns whether it left something for the next time. */
export type Sweep = (kernel: Kernel) => Promise<boolean>

const everySecond: readonly Sweep[] = [
  expireLeases,
  markSilentAgents,
  expireApprovals,
  liftDueHolds,
  rollBudgetWindows,
  readyDueTasks,
  noteAlive,
]
const everyMinute: readonly Sweep[] = [noteKeyUse, pruneExpired, dropOrphanFiles]

async function noteKeyUse(kernel: Kernel): Promise<boolean> {
  await saveKeyUses(kernel)
  return false
}

export interface Scheduler {
  /** Runs every sweep until nothing due is left. */
  sweep(): Promise<void>
  /** Begins to sweep by itself. */
  start(): void
  stop(): Promise<void>
}

const mostRounds = 100

/** Leases that ran out while no server was up get one lease of grace before anything is swept. */
export async function createScheduler(kernel: Kernel): Promise<Scheduler> {
  await graceAfterDowntime(kernel)
  let running: Promise<void> | null = null
  const runAll = async (sweeps: readonly Sweep[]) => {
    for (const sweep of sweeps) {
      try {
        for (let round = 0; round < mostRounds && !kernel.shutdown.aborted; round += 1) {
          if (!(await sweep(kernel))) break
        }
      } catch (error) {
        // The others have nothing to do with it.
        kernel.logger.error({ err: error, sweep: sweep.name }, 'a sweep failed')
      }
    }
  }
  const runOnce = (sweeps: readonly Sweep[]) => {
    if (running) return
    running = runAll(sweeps).finally(() => {
      running = null
    })
  }
  const tasks: { stop(): unknown }[] = []
  return {
    sweep: () => runAll([...everySecond, ...everyMinute]),
    start() {
      let second = 0
      tasks.push(
        cron.schedule(
          '* * * * * *',
          () => {
            second += 1
            runOnce(second % 60 === 0 ? [...everySecond, ...everyMinute] : everySecond)
          },
          // The next second does what this one missed; the library would print lines of its own between the log's.
          { suppressMissedWarning: true },
        ),
      )
    },
    async stop() {
      for (const task of tasks) await task.stop()
      await running
      try {
        await saveKeyUses(kernel)
      } catch (error) {
        // Where nothing can be stored any more, the server still ends in order.
        kernel.logger.error({ err: error }, 'the last uses of keys could not be stored')
      }
    },
  }
}
