// Logs: JSON lines, readable ones on a terminal, and never a key in either.
import { type Logger, pino } from 'pino'
import pretty from 'pino-pretty'
import type { Config } from './config.ts'

const secrets = ['authorization', 'cookie', 'apiKey', 'secret', 'key', 'token', 'registrationToken', 'signInToken']
const paths = secrets.flatMap((name) => [name, `*.${name}`, `headers["${name}"]`, `*.headers["${name}"]`])

export function createLogger(level: Config['logLevel'], isTerminal: boolean): Logger {
  const options = { level, redact: { paths, censor: '[secret]' }, base: undefined }
  return isTerminal ? pino(options, pretty({ colorize: true, sync: true, ignore: 'pid,hostname' })) : pino(options)
}
