// The signals by which a process is asked to end, where there is a process.

interface ProcessLike {
  on(signal: string, listener: () => void): unknown
  off(signal: string, listener: () => void): unknown
}

/**
 * The first signal asks to stop, each further one not to wait.
 *
 * @returns what ends the listening
 */
export function onStopSignals(stop: () => void, hurry: () => void): () => void {
  const { process } = globalThis as { process?: Partial<ProcessLike> }
  if (typeof process?.on !== 'function' || typeof process.off !== 'function') return () => {}
  const { on, off } = process as ProcessLike
  let isFirst = true
  const listener = () => {
    if (isFirst) stop()
    else hurry()
    isFirst = false
  }
  const signals = ['SIGTERM', 'SIGINT']
  for (const signal of signals) on.call(process, signal, listener)
  return () => {
    for (const signal of signals) off.call(process, signal, listener)
  }
}
