// The programs of the demo end with it: the channel to whoever started them closes when that one ends, however it ends.

/** @returns a signal that is aborted when this program is to stop, by its starter's end or by a person */
export function stopSignal(): AbortSignal {
  const stop = new AbortController()
  const abort = () => stop.abort()
  process.once('SIGINT', abort)
  process.once('SIGTERM', abort)
  if (process.channel) {
    process.once('disconnect', abort)
    if (!process.connected) abort()
  }
  return stop.signal
}
