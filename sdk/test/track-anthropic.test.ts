// `track` around the real @anthropic-ai/sdk, against a server that speaks its wire format.
import Anthropic from '@anthropic-ai/sdk'
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

const usage = {
  input_tokens: 300,
  cache_creation_input_tokens: 100,
  cache_read_input_tokens: 600,
  output_tokens: 300,
  output_tokens_details: { thinking_tokens: 120 },
}
const lines = {
  input_token: 300,
  cached_input_token: 600,
  cache_write_token: 100,
  output_token: 180,
  reasoning_token: 120,
}
const answer = (over: object = {}) => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-opus-5-20260801',
  content: [{ type: 'text', text: 'blue' }],
  stop_reason: 'end_turn',
  usage,
  ...over,
})
const start = {
  type: 'message_start',
  message: answer({
    content: [],
    stop_reason: null,
    usage: { ...usage, output_tokens: 2, output_tokens_details: null },
  }),
}
const delta = (output_tokens: number, thinking_tokens: number, over: object = {}) => ({
  type: 'message_delta',
  delta: { stop_reason: 'end_turn', stop_sequence: null },
  usage: {
    input_tokens: null,
    cache_read_input_tokens: null,
    output_tokens,
    output_tokens_details: { thinking_tokens },
    ...over,
  },
})
const block = [
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Grüße' } },
  { type: 'content_block_stop', index: 0 },
]
const events = [start, { type: 'ping' }, ...block, delta(150, 120), delta(300, 120), { type: 'message_stop' }]

const reported = { measureId: 'msg_1', model: 'claude-opus-5-20260801', origin: 'sdk', lines }
const params = {
  model: 'claude-opus-5',
  max_tokens: 400,
  messages: [{ role: 'user' as const, content: 'Which colour?' }],
}

function tracked({ url }: ModelServer) {
  const reports = new Reports()
  const client = new Anthropic({ apiKey: 'key', baseURL: url, maxRetries: 0, defaultHeaders: { 'X-Mine': 'yes' } })
  return { reports, anthropic: track(client, reports) }
}

describe('@anthropic-ai/sdk', () => {
  test('a message counts once: input beside what the cache gave and took, thinking apart (TK-9)', async () => {
    await using server = await modelServer(json(answer(), 200, { 'request-id': 'req_1' }))
    const { anthropic, reports } = tracked(server)
    expect(anthropic).toBeInstanceOf(Anthropic)
    const { data, request_id } = await anthropic.messages.create(params).withResponse()
    expect([data.id, request_id]).toEqual(['msg_1', 'req_1'])
    expect(server.asked[0]!.headers).toMatchObject({ 'x-mine': 'yes', authorization: 'Bearer key' })
    expect(server.asked[0]!.body).toEqual(params)
    expect(reports.brief).toEqual([reported])
  })

  test('the deltas of a stream are totals so far: the last one stands (TK-9)', async () => {
    await using server = await modelServer(tornStream(...events))
    const { anthropic, reports } = tracked(server)
    const types: string[] = []
    for await (const event of await anthropic.messages.create({ ...params, stream: true })) {
      types.push(event.type)
      if (event.type === 'message_stop') expect(reports.brief).toEqual([reported])
    }
    expect(types).toEqual(events.flatMap(({ type }) => (type === 'ping' ? [] : [type])))
    expect(reports.brief).toEqual([reported])
  })

  test('a later total of the input stands too', async () => {
    await using server = await modelServer(
      stream(start, delta(300, 120, { input_tokens: 900, cache_read_input_tokens: 650 }), { type: 'message_stop' }),
    )
    const { anthropic, reports } = tracked(server)
    for await (const _ of await anthropic.messages.create({ ...params, stream: true }));
    expect(reports.brief[0]!.lines).toEqual({ ...lines, input_token: 900, cached_input_token: 650 })
  })

  test('the stream helper, beta, and a call of a tool', async () => {
    const calling = answer({
      id: 'msg_2',
      stop_reason: 'tool_use',
      content: [{ type: 'tool_use', id: 'toolu_1', name: 'look', input: {} }],
    })
    await using server = await modelServer(
      stream(...events),
      stream(...events),
      json(calling),
      json(answer({ id: 'msg_3' })),
    )
    const { anthropic, reports } = tracked(server)
    expect(await anthropic.messages.stream(params).finalText()).toBe('Grüße')
    expect((await anthropic.beta.messages.stream(params).finalMessage()).id).toBe('msg_1')
    const called = await anthropic.beta.messages.create({ ...params, betas: ['context-1m-2025-08-07'] })
    expect(called.content[0]!.type).toBe('tool_use')
    expect(server.asked[2]!.headers['anthropic-beta']).toContain('context-1m-2025-08-07')
    await anthropic.messages.create(params)
    expect(reports.brief.map(({ measureId }) => measureId)).toEqual(['msg_1', 'msg_1', 'msg_2', 'msg_3'])
  })

  test('what a stream used before it broke, was refused or was aborted counts as far as it was told', async () => {
    const error = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }
    await using server = await modelServer(
      brokenStream(start, ...block),
      stream(start, ...block, delta(150, 120), error),
      silentStream(start, ...block),
      silentStream(start, ...block),
    )
    const { anthropic, reports } = tracked(server)
    const read = async (isStopped = false) => {
      for await (const { type } of await anthropic.messages.create({ ...params, stream: true })) {
        if (isStopped && type === 'content_block_delta') break
      }
    }
    await expect(read()).rejects.toThrow()
    await expect(read()).rejects.toThrow('Overloaded')
    await read(true)
    const stopped = anthropic.messages.stream(params)
    stopped.on('text', () => stopped.abort())
    await expect(stopped.finalMessage()).rejects.toThrow(Anthropic.APIUserAbortError)
    const atStart = { input_token: 300, cached_input_token: 600, cache_write_token: 100, output_token: 2 }
    await expect.poll(() => reports.all.length).toBe(4)
    expect(reports.brief.map(({ lines }) => lines)).toEqual([
      atStart,
      { ...atStart, output_token: 30, reasoning_token: 120 },
      atStart,
      atStart,
    ])
  })

  test('summaries and advice within a response are counted beside its totals, advice as its own model', async () => {
    const iterations = [
      { type: 'compaction', input_tokens: 1000, output_tokens: 50 },
      { type: 'message', input_tokens: 300, output_tokens: 300 },
      { type: 'advisor_message', model: 'claude-opus-5', input_tokens: 70, output_tokens: 7 },
    ]
    await using server = await modelServer(json(answer({ usage: { ...usage, iterations } })))
    const { anthropic, reports } = tracked(server)
    await anthropic.beta.messages.create(params)
    expect(reports.brief).toEqual([
      { ...reported, lines: { ...lines, input_token: 1300, output_token: 230 } },
      {
        measureId: 'msg_1:claude-opus-5',
        model: 'claude-opus-5',
        origin: 'sdk',
        lines: { input_token: 70, output_token: 7 },
      },
    ])
  })

  test('counting tokens and errors use nothing', async () => {
    await using server = await modelServer(
      json({ input_tokens: 12 }),
      json({ type: 'error', error: { type: 'invalid_request_error', message: 'No' } }, 400),
    )
    const { anthropic, reports } = tracked(server)
    await anthropic.messages.countTokens(params)
    await expect(anthropic.messages.create(params)).rejects.toThrow(Anthropic.BadRequestError)
    expect(reports.all).toEqual([])
  })
})
