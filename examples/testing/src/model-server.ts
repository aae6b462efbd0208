// A model on this machine: answers chat completions from a script, with usage, and remembers what it was asked.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request, as far as the tests look at it. */
export interface Asked {
  model: string
  messages: { role: string; content?: unknown; tool_call_id?: string }[]
  tools?: { function: { name: string } }[]
  response_format?: unknown
}

/** What the model says: words, or calls of tools with their arguments. */
export type ModelAnswer = string | Record<string, unknown>

export interface ModelServer extends AsyncDisposable {
  asked: Asked[]
  /** What a program needs to use it: `OPENAI_BASE_URL`, `OPENAI_API_KEY` and `MODEL`. */
  environment: Record<string, string>
}

/** What each answer costs in tokens, a part of the input from the cache. */
const usage = {
  prompt_tokens: 1000,
  completion_tokens: 100,
  total_tokens: 1100,
  prompt_tokens_details: { cached_tokens: 400 },
}

/** @param answers one for each request in turn: a text, or tools by name with their arguments */
export async function startModelServer(...answers: (ModelAnswer | ((asked: Asked) => Promise<ModelAnswer>))[]) {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const question: Asked = JSON.parse(body)
    const turn = asked.push(question)
    const answer = answers[turn - 1]
    response.setHeader('Content-Type', 'application/json')
    if (request.url !== '/v1/chat/completions' || answer === undefined) {
      response.writeHead(400).end(JSON.stringify({ error: { message: `No answer ${turn} for ${request.url}` } }))
      return
    }
    const said = typeof answer === 'function' ? await answer(question) : answer
    response.end(JSON.stringify(completion(turn, question.model, said)))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    asked,
    environment: { OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`, OPENAI_API_KEY: 'none', MODEL: 'test-model' },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  } satisfies ModelServer
}

function completion(turn: number, model: string, answer: ModelAnswer) {
  const calls = typeof answer === 'string' ? [] : Object.entries(answer)
  const toolCalls = calls.map(([name, args], index) => ({
    id: `call_${turn}_${index}`,
    type: 'function',
    function: { name, arguments: JSON.stringify(args) },
  }))
  const message =
    typeof answer === 'string'
      ? { role: 'assistant', content: answer }
      : { role: 'assistant', content: null, tool_calls: toolCalls }
  const finish_reason = typeof answer === 'string' ? 'stop' : 'tool_calls'
  return {
    id: `chatcmpl-${turn}`,
    object: 'chat.completion',
    created: 1,
    model,
    choices: [{ index: 0, message, finish_reason }],
    usage,
  }
}
