// The programs of the demo end with it: the channel to whoever started them closes when that one ends, however it ends.

/** To hand back a task. With nobody left to talk to that takes forever. */
const graceMs = 3000

/** @returns a signal that is aborted when this program is to stop, by its starter's end or by a person */
export function stopSignal(): AbortSignal {
  const stop = new AbortController()
  const abort = () => {
    stop.abort()
    setTimeout(() => process.exit(1), graceMs).unref()
  }
  process.once('SIGINT', abort)
  process.once('SIGTERM', abort)
  if (process.channel) {
    process.once('disconnect', abort)
    if (!process.connected) abort()
  }
  return stop.signal
}
