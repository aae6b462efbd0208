// What can happen between a client and its server, one fault at a time.

type Fetch = (request: Request) => Promise<Response>

/**
 * `drop`: the request never arrives. `cut`: the server acts and the answer is lost. `break`: the answer breaks off half
 * way. `duplicate`: the request arrives twice. `hang`: it arrives, and nothing comes back. Else a proxy's answer.
 */
export type Fault =
  | 'drop'
  | 'cut'
  | 'break'
  | 'duplicate'
  | 'hang'
  | { status: number; headers?: HeadersInit }
  | undefined

/** @param faultOf says what happens to the request, counted from 0 */
export function faulty(fetch: Fetch, faultOf: (request: Request, index: number) => Fault): Fetch {
  let count = 0
  return async (request) => {
    request.signal.throwIfAborted()
    const fault = faultOf(request, count++)
    if (fault === 'drop') throw networkError()
    if (fault === 'duplicate') await fetch(request.clone() as Request)
    if (typeof fault === 'object') return new Response('<h1>Bad gateway</h1>', fault)
    const response = await fetch(request)
    if (fault === 'cut') throw networkError()
    if (fault === 'break') return brokenOff(response)
    if (fault === 'hang') return aborted(request.signal)
    return response
  }
}

const networkError = () =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('gone'), { code: 'ECONNRESET' }) })

const aborted = (signal: AbortSignal) =>
  new Promise<Response>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))

async function brokenOff(response: Response): Promise<Response> {
  const text = await response.text()
  const half = new TextEncoder().encode(text.slice(0, text.length / 2))
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(half),
    pull: (controller) => controller.error(new TypeError('terminated')),
  })
  return new Response(body, response)
}
