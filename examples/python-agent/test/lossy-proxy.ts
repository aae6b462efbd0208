// A proxy before the server that loses the first answer of each kind, after the server has acted.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface LossyProxy extends AsyncDisposable {
  url: string
  /** Every request that came, such as `POST /tasks/…/complete`. */
  seen: string[]
}

/** @param spared what gets its answer, since it must not be asked again */
export async function lossyProxy(target: string, spared: readonly string[]): Promise<LossyProxy> {
  const seen: string[] = []
  const server = createServer(async (request, response) => {
    const kind = `${request.method} ${request.url
      ?.replace('/api/v1', '')
      .replace(/\?.*/, '')
      .replace(/\w{3}_\w{26}/, '…')}`
    const isFirst = !seen.includes(kind)
    seen.push(kind)
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const headers = new Headers()
    for (const name of ['authorization', 'content-type', 'idempotency-key']) {
      const value = request.headers[name]
      if (typeof value === 'string') headers.set(name, value)
    }
    const body = request.method === 'GET' ? undefined : Buffer.concat(chunks)
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    try {
      const answer = await fetch(target + request.url, { method: request.method!, headers, body, signal: gone.signal })
      const text = await answer.text()
      if (isFirst && !spared.includes(kind)) return void request.socket.destroy()
      response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(text)
    } catch {
      request.socket.destroy()
    }
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
