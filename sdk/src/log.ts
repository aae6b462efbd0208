// What the client says of its attempts. Neither headers nor bodies nor queries are told, for secrets travel in them.

/**
 * How much is told: each level includes those before it.
 *
 * @example
 * ```ts
 * import type { LogLevel } from '@mission-control/sdk'
 *
 * const logLevel: LogLevel = process.env.CI ? 'info' : 'warn'
 * const missionControl = new MissionControl({ baseUrl, apiKey, logger: console, logLevel })
 * ```
 */
export type LogLevel = 'off' | 'error' | 'warn' | 'info' | 'debug'

/**
 * Takes lines of text; `console` is one.
 *
 * @example
 * ```ts
 * import { appendFileSync } from 'node:fs'
 * import type { Logger } from '@mission-control/sdk'
 *
 * const keep = (line: string) => appendFileSync('requests.log', `${line}\n`)
 * const logger: Logger = { error: keep, warn: keep, info: keep, debug: keep }
 * const missionControl = new MissionControl({ baseUrl, apiKey, logger, logLevel: 'info' })
 * ```
 */
export type Logger = Record<Exclude<LogLevel, 'off'>, (line: string) => void>

const levels: readonly LogLevel[] = ['off', 'error', 'warn', 'info', 'debug']

/**
 * Sends one attempt and tells of it.
 *
 * @param signal of the caller: what they gave up did not go wrong
 */
export async function logged(
  request: Request,
  send: (request: Request) => Promise<Response>,
  { logger, logLevel = 'warn' }: { logger?: Logger; logLevel?: LogLevel },
  signal?: AbortSignal | null,
): Promise<Response> {
  if (!logger) return send(request)
  const tell = (level: keyof Logger, what: string) => {
    if (levels.indexOf(level) <= levels.indexOf(logLevel))
      logger[level](`Mission Control: ${request.method} ${new URL(request.url).pathname} ${what}`)
  }
  const start = performance.now()
  const elapsed = () => `${Math.round(performance.now() - start)} ms`
  tell('debug', 'is sent')
  try {
    const response = await send(request)
    const { status, headers } = response
    tell(
      status < 400 ? 'info' : status < 500 ? 'warn' : 'error',
      `answered ${status} after ${elapsed()}, ${headers.get('X-Request-Id')}`,
    )
    return response
  } catch (error) {
    tell(signal?.aborted ? 'debug' : 'error', `failed after ${elapsed()}: ${(error as Error).message}`)
    throw error
  }
}
