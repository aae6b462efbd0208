// All that a run of the program sees of the machine, so that a test can be the machine.

export interface Output {
  readonly isTTY?: boolean | undefined
  /** Width in characters; undefined where it goes to no terminal. */
  readonly columns?: number | undefined
  write(text: string | Uint8Array): unknown
}

export interface Input extends NodeJS.ReadableStream {
  readonly isTTY?: boolean | undefined
}

export interface Terminal {
  readonly stdin: Input
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly homedir: string
  /** As of `process.version`. */
  readonly nodeVersion: string
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
  readonly now: () => number
}

/** Whether there is a person to ask: one who sees the question and whose keys arrive. */
export const canAsk = ({ stdin, stderr }: Terminal): boolean => stdin.isTTY === true && stderr.isTTY === true

/** Whether what is written there may be coloured. */
export const hasColors = ({ env }: Terminal, output: Output): boolean =>
  output.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb'

/** A terminal that cannot go back in its line would be filled with what is meant to move. */
export const canRedraw = ({ env, stderr }: Pick<Terminal, 'env' | 'stderr'>): boolean =>
  stderr.isTTY === true && env.TERM !== 'dumb'
