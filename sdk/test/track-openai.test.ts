// `track` around the real openai package, against a server that speaks its wire format.
import OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import { track } from '../src/track/track.ts'
import {
  brokenStream,
  json,
  type ModelServer,
  modelServer,
  Reports,
  silentStream,
  stream,
  tornStream,
} from './model-server.ts'

const chatUsage = {
  prompt_tokens: 1000,
  completion_tokens: 300,
  total_tokens: 1300,
  prompt_tokens_details: { cached_tokens: 600, cache_write_tokens: 100 },
  completion_tokens_details: { reasoning_tokens: 120 },
}
const usage = {
  input_tokens: 1000,
  input_tokens_details: { cached_tokens: 600, cache_write_tokens: 100 },
  output_tokens: 300,
  output_tokens_details: { reasoning_tokens: 120 },
  total_tokens: 1300,
}
const lines = {
  input_token: 300,
  cached_input_token: 600,
  cache_write_token: 100,
  output_token: 180,
  reasoning_token: 120,
}
const message = (content: string) => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text: content, annotations: [] }],
})
const response = (over: object = {}) => ({
  id: 'resp_1',
  object: 'response',
  model: 'gpt-5-2025-08-07',
  status: 'completed',
  output: [message('{"colour":"blue"}')],
  usage,
  ...over,
})
const completion = (over: object = {}) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  model: 'gpt-5-2025-08-07',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: '{"colour":"blue"}' } }],
  usage: chatUsage,
  ...over,
})
const chunk = (over: object = {}) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  model: 'gpt-5-2025-08-07',
  choices: [{ index: 0, delta: { role: 'assistant', content: 'Grüße ' }, finish_reason: null }],
  ...over,
})
const lastChunk = chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })
const usageChunk = chunk({ choices: [], usage: chatUsage })
const responseEvents = [
  {
    type: 'response.created',
    sequence_number: 0,
    response: response({ status: 'in_progress', output: [], usage: null }),
  },
  { type: 'response.output_item.added', sequence_number: 1, output_index: 0, item: { ...message(''), content: [] } },
  {
    type: 'response.content_part.added',
    sequence_number: 2,
    output_index: 0,
    content_index: 0,
    item_id: 'msg_1',
    part: { type: 'output_text', text: '', annotations: [] },
  },
  {
    type: 'response.output_text.delta',
    sequence_number: 3,
    output_index: 0,
    content_index: 0,
    item_id: 'msg_1',
    delta: 'Grüße ',
  },
]
const completed = { type: 'response.completed', sequence_number: 4, response: response() }

const reported = { measureId: 'resp_1', model: 'gpt-5-2025-08-07', origin: 'sdk', lines }
const chatReported = { ...reported, measureId: 'chatcmpl-1' }
const input = { model: 'gpt-5', input: 'Which colour?' }
const chat = { model: 'gpt-5', messages: [{ role: 'user' as const, content: 'Which colour?' }] }

function trackedClient({ url }: ModelServer, options: ConstructorParameters<typeof OpenAI>[0] = {}) {
  const reports = new Reports()
  const client = new OpenAI({ apiKey: 'key', baseURL: `${url}/v1`, maxRetries: 0, ...options })
  return { reports, client, openai: track(client, reports) }
}

describe('openai, the Responses API', () => {
  test('a response counts once, cached, written and reasoning tokens kept apart (TK-9)', async () => {
    await using server = await modelServer(json(response()))
    const { openai, reports } = trackedClient(server)
    const answer = await openai.responses.create(input)
    expect(answer.output_text).toBe('{"colour":"blue"}')
    expect(reports.brief).toEqual([reported])
    expect(Date.parse(reports.all[0]!.usedAt)).toBeGreaterThan(Date.now() - 5000)
  })

  test('it is a client of the same class with the same options, and the one given is left alone', async () => {
    await using server = await modelServer(json(response()))
    const { client, openai, reports } = trackedClient(server, {
      organization: 'org',
      defaultHeaders: { 'X-Mine': 'yes' },
    })
    expect(openai).toBeInstanceOf(OpenAI)
    expect(openai.maxRetries).toBe(0)
    await client.responses.create(input)
    expect(reports.all).toEqual([])
    await openai.responses.create(input, { headers: { 'X-Once': 'too' } })
    expect(server.asked[1]!.headers).toMatchObject({
      'x-mine': 'yes',
      'x-once': 'too',
      'openai-organization': 'org',
      authorization: 'Bearer key',
    })
    expect(server.asked[1]!.body).toEqual(server.asked[0]!.body)
  })

  test('withResponse and asResponse work, and a body nobody reads counts too', async () => {
    await using server = await modelServer(json(response(), 200, { 'x-request-id': 'req_1' }))
    const { openai, reports } = trackedClient(server)
    const { data, request_id, response: raw } = await openai.responses.create(input).withResponse()
    expect([data.id, request_id, raw.status, raw.url]).toEqual(['resp_1', 'req_1', 200, `${server.url}/v1/responses`])
    const unread = await openai.responses.create(input).asResponse()
    expect(unread.bodyUsed).toBe(false)
    await expect.poll(() => reports.brief).toEqual([reported, reported])
    expect(((await unread.json()) as { id: string }).id).toBe('resp_1')
  })

  test('parse, and a call of a tool', async () => {
    const call = {
      id: 'fc_1',
      type: 'function_call',
      call_id: 'call_1',
      name: 'look',
      arguments: '{}',
      status: 'completed',
    }
    await using server = await modelServer(json(response()), json(response({ id: 'resp_2', output: [call] })))
    const { openai, reports } = trackedClient(server)
    const format = { type: 'json_schema' as const, name: 'answer', schema: { type: 'object' }, strict: true }
    const parsed = await openai.responses.parse({ ...input, text: { format } })
    expect(parsed.output_parsed).toEqual({ colour: 'blue' })
    const called = await openai.responses.create(input)
    expect(called.output[0]!.type).toBe('function_call')
    expect(reports.brief.map(({ measureId }) => measureId)).toEqual(['resp_1', 'resp_2'])
  })

  test('a stream is counted by the time its last event is seen, however it is torn (TK-9)', async () => {
    await using server = await modelServer(tornStream(...responseEvents, completed))
    const { openai, reports } = trackedClient(server)
    const types: string[] = []
    let atTheEnd: unknown
    for await (const event of await openai.responses.create({ ...input, stream: true })) {
      types.push(event.type)
      if (event.type === 'response.completed') atTheEnd = reports.brief
      if (event.type === 'response.output_text.delta') expect(event.delta).toBe('Grüße ')
    }
    expect(types).toEqual([...responseEvents, completed].map(({ type }) => type))
    expect(atTheEnd).toEqual([reported])
    expect(reports.all).toHaveLength(1)
    expect(server.asked[0]!.body).not.toHaveProperty('stream_options')
  })

  test('the stream helper', async () => {
    await using server = await modelServer(stream(...responseEvents, completed))
    const { openai, reports } = trackedClient(server)
    const final = await openai.responses.stream(input).finalResponse()
    expect(final.id).toBe('resp_1')
    expect(reports.brief).toEqual([reported])
  })

  test('of a response that failed half way its own count stands', async () => {
    const failed = {
      type: 'response.failed',
      sequence_number: 4,
      response: response({ status: 'failed', error: { code: 'server_error', message: 'Oh' } }),
    }
    await using server = await modelServer(stream(...responseEvents, failed))
    const { openai, reports } = trackedClient(server)
    for await (const _ of await openai.responses.create({ ...input, stream: true }));
    expect(reports.brief).toEqual([reported])
  })

  test('a stream that breaks or is aborted before it told its usage is on the books as a request', async () => {
    await using server = await modelServer(
      brokenStream(...responseEvents),
      silentStream(...responseEvents),
      silentStream(...responseEvents),
    )
    const { openai, reports } = trackedClient(server)
    const read = async (stopAt?: string, signal?: AbortController) => {
      for await (const { type } of await openai.responses.create(
        { ...input, stream: true },
        { signal: signal?.signal ?? null },
      )) {
        if (type !== stopAt) continue
        if (!signal) break
        signal.abort()
      }
    }
    await expect(read()).rejects.toThrow()
    await read('response.output_text.delta')
    await read('response.output_text.delta', new AbortController())
    const unknown = { ...reported, measureId: 'resp_1:unknown', lines: { request: 1 } }
    await expect.poll(() => reports.brief).toEqual([unknown, unknown, unknown])
  })

  test('a response in the background counts when it is fetched, once, and only if it was begun here', async () => {
    const queued = response({ status: 'queued', output: [], usage: null })
    await using server = await modelServer(json(queued), json(queued), json(response()))
    const { openai, reports } = trackedClient(server)
    await openai.responses.create({ ...input, background: true })
    await openai.responses.retrieve('resp_1')
    expect(reports.all).toEqual([])
    await openai.responses.retrieve('resp_1')
    await openai.responses.retrieve('resp_1')
    await openai.responses.retrieve('resp_9')
    expect(reports.brief).toEqual([reported])
  })

  test('an error counts nothing and stays what it is; a retry counts once', async () => {
    await using server = await modelServer(
      json({ error: { message: 'No' } }, 400),
      json({ error: { message: 'Busy' } }, 500),
      json(response()),
    )
    const { openai, reports } = trackedClient(server, { maxRetries: 1 })
    await expect(openai.responses.create(input)).rejects.toThrow(OpenAI.BadRequestError)
    await openai.responses.create(input)
    expect(reports.brief).toEqual([reported])
  })
})

describe('openai, chat completions and embeddings', () => {
  test('a completion, parsed or not (TK-9)', async () => {
    await using server = await modelServer(json(completion()))
    const { openai, reports } = trackedClient(server)
    await openai.chat.completions.create(chat)
    const format = {
      type: 'json_schema' as const,
      json_schema: { name: 'answer', schema: { type: 'object' }, strict: true },
    }
    await openai.chat.completions.parse({ ...chat, response_format: format })
    expect(reports.brief).toEqual([chatReported, chatReported])
  })

  test('a stream is asked to tell its usage, and who did not ask for that never sees it (TK-9)', async () => {
    await using server = await modelServer(tornStream(chunk(), lastChunk, usageChunk, '[DONE]'))
    const { openai, reports } = trackedClient(server)
    const seen: unknown[] = []
    for await (const part of await openai.chat.completions.create({ ...chat, stream: true })) seen.push(part)
    expect(seen).toEqual([chunk(), lastChunk])
    expect(server.asked[0]!.body).toEqual({ ...chat, stream: true, stream_options: { include_usage: true } })
    expect(reports.brief).toEqual([chatReported])
  })

  test('who asked sees it, and other options of the stream are kept', async () => {
    await using server = await modelServer(stream(chunk(), lastChunk, usageChunk, '[DONE]'))
    const { openai, reports } = trackedClient(server)
    const asking = {
      ...chat,
      stream: true as const,
      stream_options: { include_usage: true, include_obfuscation: false },
    }
    const seen: unknown[] = []
    for await (const part of await openai.chat.completions.create(asking)) seen.push(part)
    expect(seen).toEqual([chunk(), lastChunk, usageChunk])
    for await (const _ of await openai.chat.completions.create({
      ...asking,
      stream_options: { include_obfuscation: false },
    }));
    expect(server.asked[1]!.body.stream_options).toEqual({ include_obfuscation: false, include_usage: true })
    expect(reports.brief).toEqual([chatReported, chatReported])
  })

  test('a server that refuses the question is asked without it, from then on at once', async () => {
    await using server = await modelServer(
      json({ error: { message: 'Unknown field: stream_options' } }, 422),
      stream(chunk(), lastChunk, '[DONE]'),
    )
    const { openai, reports } = trackedClient(server)
    const seen: unknown[] = []
    for await (const part of await openai.chat.completions.create({ ...chat, stream: true })) seen.push(part)
    expect(seen).toEqual([chunk(), lastChunk])
    expect(server.asked[1]!.body).toEqual({ ...chat, stream: true })
    expect(reports.brief).toEqual([{ ...chatReported, measureId: 'chatcmpl-1:unknown', lines: { request: 1 } }])
    for await (const _ of await openai.chat.completions.create({ ...chat, stream: true }));
    expect(server.asked.slice(2).map(({ body }) => body)).toEqual([{ ...chat, stream: true }])
  })

  test('the stream helper and tools that run by themselves count each call', async () => {
    const tool_calls = [{ id: 'call_1', type: 'function', function: { name: 'look', arguments: '{}' } }]
    const calling = completion({
      id: 'chatcmpl-0',
      choices: [{ index: 0, finish_reason: 'tool_calls', message: { role: 'assistant', content: null, tool_calls } }],
    })
    await using server = await modelServer(
      stream(chunk(), lastChunk, usageChunk, '[DONE]'),
      json(calling),
      json(completion()),
    )
    const { openai, reports } = trackedClient(server)
    expect(await openai.chat.completions.stream(chat).finalContent()).toBe('Grüße ')
    const look = {
      type: 'function' as const,
      function: { name: 'look', description: 'Looks', parameters: {}, function: () => 'blue', parse: JSON.parse },
    }
    const runner = openai.chat.completions.runTools({ ...chat, tools: [look] })
    expect(await runner.finalContent()).toBe('{"colour":"blue"}')
    expect(reports.brief.map(({ measureId }) => measureId)).toEqual(['chatcmpl-1', 'chatcmpl-0', 'chatcmpl-1'])
  })

  test('embeddings have no id of their own: the request gives them one', async () => {
    const list = {
      object: 'list',
      model: 'text-embedding-3-small',
      data: [{ object: 'embedding', index: 0, embedding: [0.5] }],
      usage: { prompt_tokens: 8, total_tokens: 8 },
    }
    await using server = await modelServer(json(list, 200, { 'x-request-id': 'req_7' }), json(list))
    const { openai, reports } = trackedClient(server)
    const embedding = { model: 'text-embedding-3-small', input: 'blue', encoding_format: 'float' as const }
    expect((await openai.embeddings.create(embedding)).data[0]!.embedding).toEqual([0.5])
    await openai.embeddings.create(embedding)
    const [first, second] = reports.brief
    expect(first).toEqual({
      measureId: 'req_7',
      model: 'text-embedding-3-small',
      origin: 'sdk',
      lines: { input_token: 8 },
    })
    expect(second!.measureId).toMatch(/^[0-9a-f]{32}$/)
  })

  test('what is transcribed is of the model that was asked for, which the answer does not name', async () => {
    const usage = { type: 'tokens', input_tokens: 14, output_tokens: 45, total_tokens: 59 }
    const done = { type: 'transcript.text.done', text: 'Blue.', usage }
    await using server = await modelServer(json({ text: 'Blue.', usage }), stream(done))
    const { openai, reports } = trackedClient(server)
    const spoken = { model: 'gpt-4o-transcribe', file: new File(['sound'], 'colour.wav') }
    expect((await openai.audio.transcriptions.create(spoken)).text).toBe('Blue.')
    for await (const event of await openai.audio.transcriptions.create({ ...spoken, stream: true }))
      expect(event.type).toBe('transcript.text.done')
    const report = { model: 'gpt-4o-transcribe', origin: 'sdk', lines: { input_token: 14, output_token: 45 } }
    expect(reports.brief).toMatchObject([report, report])
  })

  test('a body that breaks off breaks off, and is not tried again', async () => {
    await using server = await modelServer((answer) => {
      answer.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' })
      answer.write('{"id":', () => setTimeout(() => answer.destroy(), 20))
    })
    const { openai, reports } = trackedClient(server, { maxRetries: 2 })
    await expect(openai.chat.completions.create(chat)).rejects.toThrow()
    expect(server.asked).toHaveLength(1)
    expect(reports.all).toEqual([])
  })

  test('the provider is named by the address, where the address says it', async () => {
    const urls: string[] = []
    const fetch = async (url: string | URL | Request) => {
      urls.push(String(url))
      return Response.json(completion())
    }
    const reports = new Reports()
    for (const baseURL of [
      'https://api.openai.com/v1',
      'https://openrouter.ai/api/v1',
      'https://me.openai.azure.com/openai/v1',
      'https://gateway.example/v1',
    ]) {
      await track(new OpenAI({ apiKey: 'key', baseURL, fetch }), reports).chat.completions.create(chat)
    }
    expect(urls).toHaveLength(4)
    expect(reports.brief.map(({ provider }) => provider)).toEqual(['openai', 'openrouter', 'azure', undefined])
  })

  test('a sink that throws costs nobody an answer', async () => {
    await using server = await modelServer(json(completion()))
    const openai = track(new OpenAI({ apiKey: 'key', baseURL: server.url }), {
      report() {
        throw new Error('Full')
      },
    })
    expect((await openai.chat.completions.create(chat)).id).toBe('chatcmpl-1')
  })
})
