// What the SDK's testing entry asks of this package. It speaks HTTP with the rest, so that little here has to stay as it is.
import { pino } from 'pino'
import { startInProcess } from './in-process.ts'
import { MovingClock } from './moving-clock.ts'

export interface TestingServer {
  /** Where it listens, on this machine alone. */
  readonly url: string
  /** The first admin's key. */
  readonly adminKey: string
  /** The default workspace. */
  readonly workspaceId: string
  /** Milliseconds since 1970. */
  now(): number
  /** Moves the clock and settles everything that has become due. */
  advance(seconds: number): Promise<void>
  /** Ends it and removes all it has written. */
  close(): Promise<void>
}

/** Starts a whole server on an empty database, without its page. What goes wrong inside is written to standard error. */
export async function startTestingServer(): Promise<TestingServer> {
  const clock = new MovingClock()
  const logger = pino({ level: 'error', base: undefined }, process.stderr)
  const server = await startInProcess({ clock, logger })
  server.app.scheduler.start()
  return {
    url: server.url,
    adminKey: server.adminKey,
    workspaceId: server.workspaceId,
    now: () => clock.now(),
    async advance(seconds) {
      clock.advance(seconds)
      await server.app.scheduler.sweep()
    },
    close: () => server.close(),
  }
}
