// Waits for people: until an approval is decided or a question answered, with the task kept or given back.
import { LeaseLostError, MissionControlError } from '../errors.ts'
import type { RequestOptions } from '../resource-types.ts'
import { sleep } from '../sleep.ts'
import { WaitingError } from './errors.ts'
import type { Fenced, LeaseWriter } from './lease-writer.ts'

/** How to wait for people. */
export interface WaitOptions {
  /**
   * How long to keep the task while nobody answers, in seconds, 0 for not at all. Then it is given back and the handler
   * is stopped with a {@link WaitingError}, so that the slot is free; once there is an answer the task comes back, and
   * asking the same again gives the answer at once. Wrap what must not be done twice in `ctx.step`. An approval that is
   * denied or expires while nobody holds the task blocks it. A worker that stops gives it back at once.
   * @default as long as the question stands, which is days
   */
  keepSeconds?: number
}

interface Settling {
  id: string
  state: string
}

const firstWaitMs = 200
const longestWaitMs = 5000

/** How to ask people, and how to look for their answer. */
export interface Asking<T> {
  ask: (lease: Fenced, options: RequestOptions) => Promise<T>
  get: (id: string, options: RequestOptions) => Promise<T>
}

/**
 * @throws RangeError before anybody is asked, if the options make no sense
 * @throws the reason of `ctx.signal` if the work is stopped meanwhile, {@link WaitingError} if the task was given back
 */
export async function untilSettled<T extends Settling>(
  writer: LeaseWriter,
  { ask, get }: Asking<T>,
  options: WaitOptions,
): Promise<T> {
  const { held, stopping } = writer
  const keepMs = keepMsOf(options)
  const asked = await writer.write(ask)
  const signal = held.workSignal
  const start = Date.now()
  const sleeping = AbortSignal.any([signal, stopping])
  for (let now = asked; ; ) {
    signal.throwIfAborted()
    // Taken back with the task, or by whoever works on it.
    if (now.state === 'withdrawn') await writer.confirm()
    if (now.state !== 'pending') return now
    const elapsedMs = Date.now() - start
    // A worker that stops waits for its handlers, but not for days for people.
    const leftMs = stopping.aborted ? 0 : keepMs - elapsedMs
    if (leftMs <= 0) await giveBack(writer)
    // Somebody who looks on gets a quick answer; for days a look every few seconds will do.
    await sleep(Math.min(leftMs, longestWaitMs, Math.max(firstWaitMs, elapsedMs / 10)), sleeping)
    try {
      if (!signal.aborted) now = await get(asked.id, { signal })
    } catch (error) {
      // People take their time; a server that restarts meanwhile is no reason to give up.
      if (!signal.aborted && !(error instanceof MissionControlError && error.isRetryable)) throw error
    }
  }
}

/** @throws RangeError if `keepSeconds` is no number from 0 */
export function keepMsOf({ keepSeconds = Number.POSITIVE_INFINITY }: WaitOptions): number {
  if (typeof keepSeconds === 'number' && keepSeconds >= 0) return keepSeconds * 1000
  throw new RangeError('keepSeconds must be a number of seconds, 0 or more.')
}

async function giveBack(writer: LeaseWriter): Promise<void> {
  await writer.write((lease, options) =>
    writer.client.tasks.release({ ...lease, reason: 'It waits for people.' }, options),
  )
  writer.held.stop(new WaitingError())
  writer.held.end(new LeaseLostError('released'))
}
