// Starting a process so that it never outlives its reason to run: who asked may press Ctrl-C, end npm alone, or be gone.
import { spawn } from 'node:child_process'
import { onParentGone } from './parent.mjs'

/** How a process ended: by a code, or by a signal. @typedef {{ code: number | null, signal: NodeJS.Signals | null }} End */

/** Something the person at the keyboard can act on: printed as it is, without a stack. */
export class SetupError extends Error {
  /**
   * @param {string} message
   * @param {End} [end] how the bootstrap is to end
   */
  constructor(message, end = { code: 1, signal: null }) {
    super(message)
    this.end = end
  }
}

/** Given to a child whose asker is gone, before it is made to end: nobody else is left to insist. */
const graceSeconds = 15

/**
 * Spawns and waits. SIGINT is ignored where the terminal gives it to the child as well (`group: 'ours'`) and passed on where
 * it does not; SIGTERM and SIGHUP are always passed on; a parent that went away counts as SIGTERM.
 * @param {string} command
 * @param {string[]} args
 * @param {{ group: 'ours' | 'own', env: NodeJS.ProcessEnv, stdio: import('node:child_process').StdioOptions, onOutput?: (text: string) => void, shell?: boolean }} options
 * @returns {Promise<End>}
 */
export function spawnAndWait(command, args, { group, env, stdio, onOutput, shell = false }) {
  const ownGroup = group === 'own' && process.platform !== 'win32'
  const child = spawn(command, args, { env, stdio, shell, detached: ownGroup })
  child.stdout?.setEncoding('utf8').on('data', (text) => onOutput?.(text))

  /** @param {NodeJS.Signals} signal */
  const send = (signal) => {
    try {
      if (ownGroup && child.pid) process.kill(-child.pid, signal)
      else child.kill(signal)
    } catch {
      // It has ended already.
    }
  }
  /** @type {NodeJS.Signals | null} */
  let askedToEnd = null
  /** @param {NodeJS.Signals} signal */
  const end = (signal) => {
    askedToEnd ??= signal
    send(signal)
  }
  const stopListening = listen({
    SIGINT: () => (ownGroup ? end('SIGINT') : undefined),
    SIGTERM: () => end('SIGTERM'),
    SIGHUP: () => end('SIGHUP'),
  })
  const stopWatching = onParentGone(() => {
    end('SIGTERM')
    setTimeout(() => send('SIGKILL'), graceSeconds * 1000).unref()
  })

  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new SetupError(`Could not start ${command}: ${error.message}`)))
    child.on('close', (code, signal) =>
      resolve(askedToEnd && ownGroup ? { code: null, signal: askedToEnd } : { code, signal }),
    )
  }).finally(() => {
    stopListening()
    stopWatching()
  })
}

/**
 * @param {Partial<Record<NodeJS.Signals, () => void>>} handlers
 * @returns {() => void}
 */
function listen(handlers) {
  const entries = Object.entries(handlers)
  for (const [signal, handler] of entries) process.on(signal, handler)
  return () => {
    for (const [signal, handler] of entries) process.off(signal, handler)
  }
}

/**
 * Ends this process the way its child ended, so that whoever waits for us sees the truth.
 * @param {End} end
 */
export function endLike({ code, signal }) {
  if (signal) process.kill(process.pid, signal)
  process.exitCode = code ?? 1
}
