// An agent at work on a fake server, by a clock that the test moves.
import { expect, vi } from 'vitest'
import { MissionControl, type TaskContext, type TaskHandler, type WorkOptions } from '../src/index.ts'
import { FakeServer } from './fake-server.ts'
import { type Fault, faulty } from './faults.ts'
// Loaded beforehand: what work loads as it begins would not come while the clock stands still.
import '../src/worker/task-run.ts'

export class Workplace {
  readonly server = new FakeServer()
  readonly stop = new AbortController()
  /** What the loop was told went wrong. */
  readonly errors: unknown[] = []
  /** What the network does to a request, by its path. */
  faults: (path: string) => Fault = () => undefined

  constructor() {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'] })
  }

  /** Starts the loop; `finish` stops it and sees to it that no timer is left behind. */
  start(handler: TaskHandler, options: WorkOptions = {}) {
    const fetch = faulty(this.server.fetch, (request) => this.faults(new URL(request.url).pathname))
    const agent = new MissionControl({ baseUrl: 'http://mc.test', apiKey: 'mc_agent_x', fetch })
    const onError = (error: unknown) => this.errors.push(error)
    const ended = agent.work(handler, { instanceId: 'me', signal: this.stop.signal, onError, ...options })
    ended.catch(() => {})
    const finish = async (seconds = 60) => {
      this.stop.abort()
      await pass(seconds)
      await ended
      expect(vi.getTimerCount()).toBe(0)
    }
    return { ended, finish }
  }

  /** The operations that reached the server, without claims and heartbeats. */
  writes(): string[] {
    return this.server.log.map(({ operation }) => operation).filter((it) => !/claimNext|heartbeat/.test(it))
  }
}

export const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000)

/** A handler that goes on until it is stopped, and what it was stopped with. */
export function endless() {
  const contexts: TaskContext[] = []
  const reasons: unknown[] = []
  const handler: TaskHandler = (_, ctx) =>
    new Promise((_resolve, reject) => {
      contexts.push(ctx)
      ctx.signal.addEventListener('abort', () => {
        reasons.push(ctx.signal.reason)
        reject(ctx.signal.reason)
      })
    })
  return { handler, contexts, reasons }
}
