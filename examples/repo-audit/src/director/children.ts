// The processes of the demo: each writes into a log of its own, and none of them outlives it.
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Program {
  name: string
  file: string
  args?: string[]
  /** Added to the environment of the demo; undefined takes a variable off. */
  env?: Record<string, string | undefined>
  /** Loaded into it first. */
  preload?: string
}

const patienceMs = 12_000

export class Child {
  readonly name: string
  readonly log: string
  readonly process: ChildProcess
  /** How it ended, in words. */
  readonly ended: Promise<string>
  /** Nobody is surprised any more if it ends. */
  isDismissed = false

  constructor({ name, file, args = [], env, preload }: Program, logFolder: string) {
    this.name = name
    this.log = join(logFolder, `${name}.log`)
    const log = openSync(this.log, 'a', 0o600)
    const preloaded = preload === undefined ? [] : ['--import', preload]
    this.process = spawn(process.execPath, [...preloaded, file, ...args], {
      env: withChanges(env ?? {}),
      stdio: ['ignore', log, log, 'ipc'],
      // Ctrl-C reaches the demo alone, which then stops the others in order.
      detached: process.platform !== 'win32',
      windowsHide: true,
    })
    closeSync(log)
    this.ended = new Promise((resolve) => {
      this.process.once('error', (error) => resolve(`could not be started: ${error.message}`))
      this.process.once('exit', (code, signal) => resolve(signal ?? `code ${code}`))
    })
  }

  get pid(): number {
    return this.process.pid ?? 0
  }

  get isRunning(): boolean {
    return this.process.pid !== undefined && this.process.exitCode === null && this.process.signalCode === null
  }

  /** All our programs end when this channel does; then with force. */
  async stop(): Promise<void> {
    this.isDismissed = true
    if (this.process.connected) this.process.disconnect()
    const force = setTimeout(() => this.process.kill('SIGKILL'), patienceMs)
    await this.ended
    clearTimeout(force)
  }

  /** As a crash or `kill -9` does it. */
  async kill(): Promise<void> {
    this.isDismissed = true
    this.process.kill('SIGKILL')
    await this.ended
  }

  lastLines(count: number): string {
    return readFileSync(this.log, 'utf8').trimEnd().split('\n').slice(-count).join('\n')
  }
}

export class Children {
  readonly #logFolder: string
  readonly #all: Child[] = []
  /** Called when one ends that nobody asked to. */
  onUnexpectedEnd: (child: Child, how: string) => void = () => {}

  constructor(logFolder: string) {
    this.#logFolder = logFolder
    mkdirSync(logFolder, { recursive: true })
  }

  start(program: Program): Child {
    const child = new Child(program, this.#logFolder)
    this.#all.push(child)
    void child.ended.then((how) => {
      if (!child.isDismissed) this.onUnexpectedEnd(child, how)
    })
    return child
  }

  get running(): Child[] {
    return this.#all.filter((child) => child.isRunning)
  }

  /** Last come first, so that the server hears from its agents that they stop. */
  async stopAll(): Promise<void> {
    const [server, ...others] = this.#all
    for (const child of this.#all) child.isDismissed = true
    await Promise.all(others.map((child) => child.stop()))
    await server?.stop()
  }

  killAll(): void {
    for (const child of this.running) child.process.kill('SIGKILL')
  }
}

function withChanges(changes: Record<string, string | undefined>): NodeJS.ProcessEnv {
  const env = { ...process.env, ...changes }
  for (const [name, value] of Object.entries(env)) if (value === undefined) delete env[name]
  return env
}
