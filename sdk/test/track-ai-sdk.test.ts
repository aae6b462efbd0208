// `track` around the real AI SDK with two of its providers, against a server that speaks their wire formats.
import { createAnthropic } from '@ai-sdk/anthropic'
import { createOpenAI } from '@ai-sdk/openai'
import * as ai from 'ai'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { track } from '../src/track/track.ts'
import { brokenStream, json, type ModelServer, modelServer, Reports, silentStream, stream } from './model-server.ts'

const usage = {
  input_tokens: 1000,
  input_tokens_details: { cached_tokens: 600 },
  output_tokens: 300,
  output_tokens_details: { reasoning_tokens: 120 },
}
const lines = { input_token: 400, cached_input_token: 600, output_token: 180, reasoning_token: 120 }
const text = (value: string) => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text: value, annotations: [] }],
})
const response = (id: string, output: unknown = text('{"colour":"blue"}')) => ({
  id,
  object: 'response',
  created_at: 1,
  model: 'gpt-5-2025-08-07',
  status: 'completed',
  output: [output],
  usage,
})
const toolCall = {
  id: 'fc_1',
  type: 'function_call',
  call_id: 'call_1',
  name: 'look',
  arguments: '{}',
  status: 'completed',
}
const opening = [
  { type: 'response.created', response: { ...response('resp_1'), status: 'in_progress', output: [], usage: null } },
  { type: 'response.output_item.added', output_index: 0, item: { ...text(''), content: [] } },
  { type: 'response.output_text.delta', output_index: 0, item_id: 'msg_1', delta: '{"colour":"blue"}' },
]
const closing = [
  { type: 'response.output_item.done', output_index: 0, item: text('{"colour":"blue"}') },
  { type: 'response.completed', response: response('resp_1') },
]
const reported = (measureId: string) => ({
  measureId,
  provider: 'openai',
  model: 'gpt-5-2025-08-07',
  origin: 'sdk',
  lines,
})
const schema = z.object({ colour: z.string() })
const prompt = 'Which colour?'

function setUp({ url }: ModelServer) {
  const reports = new Reports()
  const openai = createOpenAI({ apiKey: 'key', baseURL: url })
  return { reports, openai, model: track(openai('gpt-5'), reports), calls: track(ai, reports) }
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

afterEach(() => {
  globalThis.AI_SDK_DEFAULT_PROVIDER = undefined
})

describe('ai, a model', () => {
  test('each step counts once, with cached and reasoning tokens apart (TK-9)', async () => {
    await using server = await modelServer(json(response('resp_1', toolCall)), json(response('resp_2')))
    const { model, reports } = setUp(server)
    const look = ai.tool({ inputSchema: z.object({}), execute: () => 'blue' })
    const { steps, text } = await ai.generateText({
      model,
      prompt,
      tools: { look },
      stopWhen: ai.stepCountIs(3),
      maxRetries: 0,
    })
    expect([steps.length, text]).toEqual([2, '{"colour":"blue"}'])
    expect(reports.brief).toEqual([reported('resp_1'), reported('resp_2')])
  })

  test('a stream, and objects streamed or not (TK-9)', async () => {
    await using server = await modelServer(
      stream(...opening, ...closing),
      stream(...opening, ...closing),
      json(response('resp_1')),
    )
    const { model, reports } = setUp(server)
    const streamed = ai.streamText({ model, prompt })
    expect((await all(streamed.textStream)).join('')).toBe('{"colour":"blue"}')
    expect(reports.all).toHaveLength(1)
    const objects = ai.streamObject({ model, prompt, schema }).partialObjectStream
    expect((await all(objects)).at(-1)).toEqual({ colour: 'blue' })
    expect((await ai.generateObject({ model, prompt, schema })).object).toEqual({ colour: 'blue' })
    expect(reports.brief).toEqual([reported('resp_1'), reported('resp_1'), reported('resp_1')])
  })

  test('embeddings', async () => {
    const list = {
      object: 'list',
      model: 'text-embedding-3-small',
      data: [{ object: 'embedding', index: 0, embedding: [0.5] }],
      usage: { prompt_tokens: 8, total_tokens: 8 },
    }
    await using server = await modelServer(json(list))
    const { openai, reports } = setUp(server)
    const model = track(openai.embedding('text-embedding-3-small'), reports)
    expect((await ai.embed({ model, value: 'blue' })).embedding).toEqual([0.5])
    expect(reports.brief).toMatchObject([
      { provider: 'openai', model: 'text-embedding-3-small', lines: { input_token: 8 } },
    ])
  })

  test('Anthropic through the AI SDK: what the cache wrote is apart too', async () => {
    const usage = {
      input_tokens: 300,
      cache_creation_input_tokens: 100,
      cache_read_input_tokens: 600,
      output_tokens: 300,
    }
    const message = {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-4-5',
      content: [{ type: 'text', text: 'blue' }],
      stop_reason: 'end_turn',
      usage,
    }
    await using server = await modelServer(json(message))
    const { reports } = setUp(server)
    const model = track(createAnthropic({ apiKey: 'key', baseURL: server.url })('claude-sonnet-4-5'), reports)
    await ai.generateText({ model, prompt })
    expect(reports.brief).toEqual([
      {
        measureId: 'msg_1',
        provider: 'anthropic',
        model: 'claude-sonnet-4-5',
        origin: 'sdk',
        lines: { input_token: 300, cached_input_token: 600, cache_write_token: 100, output_token: 300 },
      },
    ])
  })

  test('a stream that breaks or is aborted is on the books as a request; a retry counts once', async () => {
    const busy = json({ error: { message: 'Busy', type: 'server_error' } }, 500, { 'retry-after-ms': '1' })
    await using server = await modelServer(
      brokenStream(...opening),
      silentStream(...opening),
      busy,
      json(response('resp_2')),
    )
    const { model, reports } = setUp(server)
    const read = async () => {
      for await (const _ of ai.streamText({ model, prompt, maxRetries: 0 }).fullStream);
    }
    await expect(read()).rejects.toThrow('Failed to process')
    const abort = new AbortController()
    for await (const part of ai.streamText({ model, prompt, abortSignal: abort.signal }).fullStream) {
      if (part.type === 'text-delta') abort.abort()
    }
    const unknown = { ...reported('resp_1'), lines: { request: 1 } }
    await expect.poll(() => reports.brief).toEqual([unknown, unknown])
    await ai.generateText({ model, prompt, maxRetries: 1 })
    expect(reports.brief.at(-1)).toEqual(reported('resp_2'))
    expect(reports.all).toHaveLength(3)
  })
})

describe('ai, its calls', () => {
  test('the namespace tracks whatever model its calls are given, also by name (TK-9)', async () => {
    await using server = await modelServer(
      json(response('resp_1')),
      json(response('resp_2')),
      json(response('resp_3')),
      stream(...opening, ...closing),
    )
    const { openai, calls, reports, model } = setUp(server)
    await calls.generateText({ model: openai('gpt-5'), prompt })
    globalThis.AI_SDK_DEFAULT_PROVIDER = openai
    await calls.generateText({ model: 'gpt-5', prompt })
    await new calls.ToolLoopAgent({ model: openai('gpt-5') }).generate({ prompt })
    // One that is tracked already counts once.
    await calls.streamText({ model, prompt }).consumeStream()
    expect(reports.brief.map(({ measureId }) => measureId)).toEqual(['resp_1', 'resp_2', 'resp_3', 'resp_1'])
    expect(calls.jsonSchema).toBe(ai.jsonSchema)
    expect(calls.generateId()).toMatch(/^\w{16}$/)
  })

  test('images are found by name too, and count as they are told', async () => {
    const image = { created: 1, data: [{ b64_json: 'aGk=' }], usage: { input_tokens: 20, output_tokens: 1056 } }
    await using server = await modelServer(json(image))
    const { openai, calls, reports } = setUp(server)
    globalThis.AI_SDK_DEFAULT_PROVIDER = openai
    expect((await calls.generateImage({ model: 'gpt-image-1', prompt })).images).toHaveLength(1)
    expect(reports.brief).toMatchObject([
      { provider: 'openai', model: 'gpt-image-1', lines: { input_token: 20, output_token: 1056 } },
    ])
  })

  test('behind a gateway, whoever runs the model is the provider', async () => {
    const reports = new Reports()
    const usage = {
      inputTokens: { total: 10, noCache: 10, cacheRead: 0, cacheWrite: 0 },
      outputTokens: { total: 5, text: 5, reasoning: 0 },
    }
    const fetch = async () =>
      Response.json({
        content: [{ type: 'text', text: 'blue' }],
        finishReason: { unified: 'stop' },
        usage,
        warnings: [],
      })
    const gateway = ai.createGateway({ apiKey: 'key', fetch })
    await ai.generateText({ model: track(gateway('anthropic/claude-sonnet-4-5'), reports), prompt })
    expect(reports.brief).toMatchObject([
      { provider: 'anthropic', model: 'claude-sonnet-4-5', lines: { input_token: 10, output_token: 5 } },
    ])
  })

  test('a single call', async () => {
    await using server = await modelServer(json(response('resp_1')))
    const { openai, reports } = setUp(server)
    const generateText = track(ai.generateText, reports)
    await generateText({ model: openai('gpt-5'), prompt })
    expect(() => generateText({ model: 'gpt-5', prompt })).toThrow(/pass the model itself, such as openai\('gpt-5'\)/)
    expect(reports.brief).toEqual([reported('resp_1')])
  })
})
