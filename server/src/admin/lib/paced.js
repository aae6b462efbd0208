// Keeps the page from asking too often: however many events ask for something, it is fetched at a bounded pace.

const retryMilliseconds = 5_000

/**
 * @param {() => Promise<void>} job
 * @param {number} milliseconds least time from one start to the next
 * @returns {() => void} asks for the job: it runs soon, never twice at once, and once more if asked while it ran
 */
export function paced(job, milliseconds) {
  let isAsked = false
  let isBusy = false
  let lastStart = -Infinity

  async function run() {
    isAsked = false
    lastStart = performance.now()
    try {
      await job()
    } catch {
      // Whoever answers for the failure has been told by the call itself; what was to be fetched is still wanted.
      setTimeout(ask, retryMilliseconds)
    }
    isBusy = false
    if (isAsked) schedule()
  }

  function schedule() {
    isBusy = true
    setTimeout(() => void run(), Math.max(0, lastStart + milliseconds - performance.now()))
  }

  function ask() {
    isAsked = true
    if (!isBusy) schedule()
  }

  return ask
}
