// The claim this agent works under: who it is, renewed in time, forgotten once it is lost or handed in.
import { Failure, leaseLost, Refusal } from './failure.mjs'
import { request } from './request.mjs'
import { readWork, requireCredentials, saveWork, serverUrl } from './state.mjs'

/**
 * @typedef {import('./state.mjs').Claim} Claim
 * @typedef {import('./state.mjs').Credentials} Credentials
 * @typedef {import('./state.mjs').Work} Work
 */

/** Who asks, and what it holds. */
export class Session {
  constructor() {
    this.server = requireCredentials(serverUrl())
    this.work = readWork(this.server)
  }

  save() {
    saveWork(this.server, this.work)
  }

  /** @param {Claim} claim */
  hold(claim) {
    this.work = { ...this.work, claim, last: { taskId: claim.taskId, runId: claim.runId }, asking: null }
    this.save()
  }

  /**
   * Noted before it is sent, so that a claim whose answer is lost can be asked for again.
   * @template {string | null} T
   * @param {T} asking
   */
  ask(asking) {
    this.work = { ...this.work, asking }
    this.save()
    return asking
  }

  letGo() {
    this.work = { ...this.work, claim: null }
    this.save()
  }

  requireClaim() {
    if (this.work.claim) return this.work.claim
    throw new Failure('usage', 'you hold no task', 'Run: node scripts/mission.mjs claim')
  }

  /** Sends a sign of life and renews the lease of what is held, whether or not it is due. */
  async beat() {
    const { claim, instanceId } = this.work
    const sentAt = Date.now()
    const leases = claim ? [{ taskId: claim.taskId, fence: claim.fence }] : []
    const status = claim ? 'busy' : 'idle'
    const answer = await request(this.server, 'agents.heartbeat', { instanceId, leases, status })
    if (claim && answer.lost.length > 0) this.letGo()
    // A third of the lease is counted from when the renewal was sent: that is never later than the server counts from.
    else if (claim) this.hold({ ...claim, renewedAt: sentAt })
    return answer
  }

  /** @throws lease_lost once the server has given the task away. */
  async renewIfDue() {
    const claim = this.requireClaim()
    if (Date.now() - claim.renewedAt < (claim.leaseSeconds * 1000) / 3) return
    const { lost } = await this.beat()
    if (lost[0]) throw leaseLost(lost[0].reason)
  }

  /**
   * What people wrote, as it is about to be printed: from then on the server counts it as read.
   * @param {{ id: string, authorName: string, body: string, createdAt: string }[]} messages
   */
  async read(messages) {
    if (messages.length === 0) return {}
    await this.callAboutTask('messages.markRead', { messageIds: messages.map(({ id }) => id) })
    return { messages: messages.map(({ authorName, body, createdAt }) => ({ from: authorName, at: createdAt, body })) }
  }

  /**
   * A call about the task that is held, under its fence.
   * @param {import('./request.mjs').OperationId} operation
   * @param {Record<string, unknown>} input
   */
  async callAboutTask(operation, input) {
    const { taskId, fence } = this.requireClaim()
    await this.renewIfDue()
    try {
      return await request(this.server, operation, { taskId, fence, ...input })
    } catch (error) {
      if (error instanceof Refusal && error.code === 'lease_lost') this.letGo()
      throw error
    }
  }
}
