// A task this program holds: its lease as far as we know it, and the two ways to be stopped.
import { LeaseLostError } from '../errors.ts'
import type { ClaimAnswer, ClaimedRun, EndReason, Lease, Task } from '../generated/openapi.ts'
import { ShutdownError, type StopReason } from './errors.ts'
import { Inbox } from './inbox.ts'

/** The answer of a claim that gave a task. */
export interface Claim extends ClaimAnswer {
  task: Task
  lease: Lease
  run: ClaimedRun
}

export const isClaim = (answer: ClaimAnswer): answer is Claim => answer.task !== null

/** What a handler gets to clean up after itself at a shutdown, before its task is given back without it. */
const graceMs = 2000

/** Only one of the two ends the lease: a shutdown leaves time to give the task back. */
export class HeldTask {
  readonly claim: Claim
  readonly inbox = new Inbox()
  /** When it was last named in a heartbeat that was answered, whatever the answer; by `performance.now()`. */
  namedAt: number
  /** From now on only the answer to the last write says what became of the lease. */
  isHandingIn = false
  readonly #work = new AbortController()
  readonly #lease = new AbortController()
  readonly #patience = new AbortController()
  #grace: ReturnType<typeof setTimeout> | undefined
  #expiry: ReturnType<typeof setTimeout> | undefined
  #endsAt = 0

  /** @param claimedAt when the claim was sent: the lease began then at the earliest */
  constructor(claim: Claim, claimedAt: number) {
    this.claim = claim
    this.namedAt = claimedAt
    this.inbox.receive(claim.messages)
    this.#expireAfter(this.#leaseMs)
  }

  /** Tells the handler to stop. */
  get workSignal(): AbortSignal {
    return this.#work.signal
  }

  /** Ends writes that need the lease. */
  get leaseSignal(): AbortSignal {
    return this.#lease.signal
  }

  /** Aborted when a handler that was told to stop is no longer waited for. */
  get patienceSignal(): AbortSignal {
    return this.#patience.signal
  }

  get isLost(): boolean {
    return this.#lease.signal.aborted
  }

  /** Why the lease is over; undefined while it is not. */
  get endReason(): EndReason | undefined {
    return (this.#lease.signal.reason as LeaseLostError | undefined)?.reason
  }

  /** By the clock on the wall the lease may be over though no timer has rung: the machine slept. */
  get isInDoubt(): boolean {
    return !this.isLost && Date.now() > this.#endsAt
  }

  get renewEveryMs(): number {
    return this.#leaseMs / 3
  }

  get #leaseMs(): number {
    return this.claim.lease.leaseSeconds * 1000
  }

  /** @param sentAt when the renewal was sent: the server counts from later on, so we never hold longer than it does */
  renewed(sentAt: number): void {
    if (this.isLost) return
    this.#expireAfter(sentAt + this.#leaseMs - performance.now())
  }

  /** Something says that the lease may be over: nothing is written before the server was asked. */
  doubt(): void {
    this.#endsAt = 0
  }

  lose(reason: EndReason, message?: string): void {
    this.loseTo(new LeaseLostError(reason, message === undefined ? {} : { message }))
  }

  loseTo(error: LeaseLostError): void {
    this.stop(error)
    this.end(error)
  }

  /** The lease is over, and the work may go on: it was handed in by hand, say. */
  end(error: LeaseLostError): void {
    clearTimeout(this.#expiry)
    this.#lease.abort(error)
  }

  shutDown(): void {
    this.stop(new ShutdownError())
    this.#grace = setTimeout(() => this.#patience.abort(), graceMs)
  }

  /** Nothing more will come of it. */
  close(): void {
    clearTimeout(this.#expiry)
    clearTimeout(this.#grace)
  }

  /** Tells the handler why to stop; the first reason stays. */
  stop(reason: StopReason): void {
    this.#work.abort(reason)
  }

  #expireAfter(ms: number): void {
    this.#endsAt = Date.now() + ms
    clearTimeout(this.#expiry)
    const message = `No renewal of the lease got through in ${this.claim.lease.leaseSeconds} seconds, so it is taken as lost.`
    this.#expiry = setTimeout(() => this.lose('expired', message), ms)
  }
}
