// What every command has at hand: the client it talks through, and the one way to say something.
import { MissionControl } from '@mission-control/sdk'
import { type Connection, chooseConnection } from './config/connection.ts'
import { configPath, readConfig } from './config/file.ts'
import { notSignedIn, wrongUsage } from './failure.ts'
import { type Progress, startProgress } from './output/progress.ts'
import { type Style, styleFor } from './output/style.ts'
import { canRedraw, hasColors, type Terminal } from './terminal.ts'

/** Somebody waits for the answer: a server that is not there is said to be so within seconds. */
const maxRetries = 2

/** The options every command takes. */
export interface GlobalOptions {
  readonly json?: boolean
  readonly profile?: string
  readonly workspace?: string
}

export class Session {
  readonly terminal: Terminal
  readonly globals: GlobalOptions
  readonly style: Style
  readonly configPath: string

  constructor(terminal: Terminal, globals: GlobalOptions) {
    this.terminal = terminal
    this.globals = globals
    this.style = styleFor(hasColors(terminal, terminal.stdout) && !globals.json)
    this.configPath = configPath(terminal)
  }

  get isJson(): boolean {
    return this.globals.json === true
  }

  /** Columns of the terminal; undefined where the output goes elsewhere and nothing is cut. */
  get width(): number | undefined {
    const { isTTY, columns } = this.terminal.stdout
    return isTTY ? columns || 80 : undefined
  }

  /** For calls of the client: Ctrl-C ends them. */
  get options(): { signal: AbortSignal } {
    return { signal: this.terminal.signal }
  }

  now(): number {
    return this.terminal.now()
  }

  async connection(): Promise<Connection> {
    return chooseConnection(await readConfig(this.configPath), this.terminal.env, this.globals)
  }

  /** @throws Failure `not_signed_in` where there is no key for this server */
  async client(): Promise<MissionControl> {
    const connection = await this.connection()
    if (connection.apiKey === undefined) {
      throw notSignedIn(
        `There is no key for ${connection.url}.`,
        `Sign in with mission login ${connection.url}, or set MC_API_KEY.`,
      )
    }
    return clientOf(connection)
  }

  /** The result: a document for scripts, or text for people. */
  show(data: unknown, text: () => string): void {
    this.print(this.isJson ? JSON.stringify(data, null, 2) : text())
  }

  /** One of many results: a line for scripts, or text for people. */
  showNext(data: unknown, text: () => string): void {
    this.print(this.isJson ? JSON.stringify(data) : text())
  }

  print(text: string): void {
    if (text !== '') this.terminal.stdout.write(`${text}\n`)
  }

  /** What is worth knowing and no result: for people only. */
  note(text: string): void {
    if (!this.isJson) this.terminal.stderr.write(`${text}\n`)
  }

  /** Shows that it takes a while. */
  async waiting<T>(text: string, work: (progress: Progress) => Promise<T>): Promise<T> {
    const progress = startProgress(this.terminal.stderr, canRedraw(this.terminal) && !this.isJson, text)
    try {
      return await work(progress)
    } finally {
      progress.stop()
    }
  }
}

/** @throws Failure where the key can be none: it came from the environment, for a file holds only those that were tried */
export function clientOf({ url, apiKey, workspace }: Connection): MissionControl {
  try {
    return new MissionControl({ baseUrl: url, apiKey, workspace, maxRetries })
  } catch (error) {
    throw wrongUsage((error as Error).message, 'Look at MC_API_KEY and MC_URL.')
  }
}

/** The first entries of a list, so many at most. */
export async function take<T>(list: AsyncIterable<T>, most: number): Promise<T[]> {
  const taken: T[] = []
  if (most < 1) return taken
  for await (const entry of list) if (taken.push(entry) >= most) break
  return taken
}
