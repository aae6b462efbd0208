// Lets a signal that lives as long as the program stop short things without collecting a listener for each.

/**
 * Runs something with a signal of its own that follows another only meanwhile. Platforms let go of what a `Request` or
 * `AbortSignal.any` hangs on a signal when they collect garbage, ten thousand of them at a time.
 */
export async function withSignal<T>(
  outer: AbortSignal | undefined,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  outer?.throwIfAborted()
  const inner = new AbortController()
  const abort = () => inner.abort(outer?.reason)
  outer?.addEventListener('abort', abort)
  try {
    return await run(inner.signal)
  } finally {
    outer?.removeEventListener('abort', abort)
  }
}
