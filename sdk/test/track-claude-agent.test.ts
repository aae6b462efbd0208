// `track` around the real query of @anthropic-ai/claude-agent-sdk, before a program that speaks as Claude Code does.
import * as sdk from '@anthropic-ai/claude-agent-sdk'
import { type Options, query, type SDKUserMessage } from '@anthropic-ai/claude-agent-sdk'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { track } from '../src/track/track.ts'
import { type FakeProgram, fakeProgram } from './fake-program.ts'
import { Reports } from './model-server.ts'

const model = 'claude-sonnet-4-5-20250929'
const session_id = 'ses_1'
const usage = {
  input_tokens: 300,
  cache_creation_input_tokens: 100,
  cache_read_input_tokens: 600,
  output_tokens: 8,
}
const lines = { input_token: 300, cached_input_token: 600, cache_write_token: 100, output_token: 8 }
const assistant = (id: string, content: object, over: object = {}) => ({
  type: 'assistant',
  uuid: `uuid-${id}`,
  session_id,
  parent_tool_use_id: null,
  message: { id, type: 'message', role: 'assistant', model, content: [content], stop_reason: null, usage },
  ...over,
})
const text = { type: 'text', text: 'blue' }
const tool = { type: 'tool_use', id: 'toolu_1', name: 'Task', input: {} }
const toolResult = {
  type: 'user',
  session_id,
  parent_tool_use_id: null,
  message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'ok' }] },
}
/** Of a model, as the program adds it up. */
const total = (calls: number, outputTokens: number, costUSD: number, thinkingTokens = 0) => ({
  inputTokens: 300 * calls,
  cacheCreationInputTokens: 100 * calls,
  cacheReadInputTokens: 600 * calls,
  outputTokens,
  thinkingTokens,
  webSearchRequests: 0,
  costUSD,
  contextWindow: 200_000,
  maxOutputTokens: 64_000,
})
const result = (modelUsage: Record<string, object>, over: object = {}) => ({
  type: 'result',
  subtype: 'success',
  is_error: false,
  result: 'blue',
  uuid: 'uuid-result',
  session_id,
  total_cost_usd: 1,
  usage: { ...usage, output_tokens: 50 },
  modelUsage,
  permission_denials: [],
  ...over,
})
const init = { type: 'system', subtype: 'init', session_id, uuid: 'uuid-init', model, tools: [], apiKeySource: 'user' }

const reported = (measureId: string, over: object = {}) => ({
  measureId,
  provider: 'anthropic',
  model,
  origin: 'sdk',
  lines,
  ...over,
})

const untracked = query

function setUp({ path, env }: FakeProgram) {
  const reports = new Reports()
  const query = track(untracked, reports)
  expectTypeOf(query).toEqualTypeOf<typeof untracked>()
  const options: Options = { pathToClaudeCodeExecutable: path, env, settingSources: [] }
  return { reports, query, options }
}

async function all(messages: AsyncIterable<{ type: string }>): Promise<string[]> {
  const types: string[] = []
  for await (const { type } of messages) types.push(type)
  return types
}

describe('@anthropic-ai/claude-agent-sdk', () => {
  test('a message told once per block counts once, and what its totals say was more is an estimate (TK-9)', async () => {
    await using program = await fakeProgram([
      [
        init,
        assistant('msg_1', { type: 'thinking', thinking: 'Hm', signature: '' }),
        assistant('msg_1', tool),
        toolResult,
        assistant('msg_2', text),
        result({ [`${model}[1m]`]: total(2, 416, 0.009, 100), 'claude-haiku-4-5': total(1, 40, 0.001) }),
      ],
    ])
    const { query, options, reports } = setUp(program)
    const types = await all(query({ prompt: 'Which colour?', options }))
    expect(types).toEqual(['system', 'assistant', 'assistant', 'user', 'assistant', 'result'])
    const [first, second, more, haiku, ...rest] = reports.brief
    expect([first, second]).toEqual([reported('msg_1'), reported('msg_2')])
    // Of 2 × 8 tokens of output told in the messages, 416 were really there, 100 of them for thinking.
    expect(more).toEqual(
      reported(`uuid-result:${model}`, {
        origin: 'agent',
        lines: { output_token: 300, reasoning_token: 100 },
        costMicros: expect.any(Number),
      }),
    )
    expect(more!.costMicros).toBeGreaterThan(4000)
    expect(more!.costMicros).toBeLessThan(9000)
    expect(haiku).toEqual(
      reported('uuid-result:claude-haiku-4-5', {
        model: 'claude-haiku-4-5',
        origin: 'agent',
        lines: { ...lines, output_token: 40 },
        costMicros: 1000,
      }),
    )
    expect(rest).toEqual([])
    expect((await program.seen()).inputs).toEqual([[{ type: 'text', text: 'Which colour?' }]])
  })

  test('turns of one query: the totals go on, and each counts what came since', async () => {
    await using program = await fakeProgram([
      [init, assistant('msg_1', text), result({ [model]: total(1, 58, 0.003) })],
      [assistant('msg_2', text), result({ [model]: total(2, 116, 0.006) }, { uuid: 'uuid-2' })],
    ])
    const { query, options, reports } = setUp(program)
    const prompts = Promise.withResolvers<void>()
    async function* prompt(): AsyncGenerator<SDKUserMessage> {
      const message = { role: 'user' as const, content: 'One' }
      yield { type: 'user', message, parent_tool_use_id: null }
      await prompts.promise
      yield { type: 'user', message, parent_tool_use_id: null }
    }
    for await (const { type } of query({ prompt: prompt(), options })) if (type === 'result') prompts.resolve()
    const more = { origin: 'agent', lines: { output_token: 50 }, costMicros: expect.any(Number) }
    expect(reports.brief).toEqual([
      reported('msg_1'),
      reported(`uuid-result:${model}`, more),
      reported('msg_2'),
      reported(`uuid-2:${model}`, more),
    ])
    expect(reports.brief[3]!.costMicros).toBe(reports.brief[1]!.costMicros)
  })

  test('messages streamed in parts: the last total stands, an agent beside it is counted too', async () => {
    const event = (event: object) => ({ type: 'stream_event', session_id, parent_tool_use_id: null, uuid: 'u', event })
    const message = { id: 'msg_1', type: 'message', role: 'assistant', model, content: [], usage }
    const delta = (output_tokens: number, thinking_tokens: number) =>
      event({
        type: 'message_delta',
        delta: { stop_reason: 'end_turn' },
        usage: { output_tokens, output_tokens_details: { thinking_tokens } },
      })
    await using program = await fakeProgram([
      [
        init,
        event({ type: 'message_start', message }),
        assistant('msg_1', text),
        assistant('msg_9', text, { parent_tool_use_id: 'toolu_1' }),
        delta(150, 0),
        delta(300, 120),
        event({ type: 'message_stop' }),
        result({ [model]: total(2, 308, 0.01, 120) }),
      ],
    ])
    const { query, options, reports } = setUp(program)
    await all(query({ prompt: 'Which colour?', options: { ...options, includePartialMessages: true } }))
    const whole = reported('msg_1', { lines: { ...lines, output_token: 180, reasoning_token: 120 } })
    expect(reports.brief).toEqual([whole, reported('msg_9')])
  })

  test('a session gone on with does not count what it used before', async () => {
    await using program = await fakeProgram([[init, assistant('msg_7', text), result({ [model]: total(20, 5000, 3) })]])
    const { query, options, reports } = setUp(program)
    await all(query({ prompt: 'And now?', options: { ...options, resume: session_id } }))
    expect(reports.brief).toEqual([
      reported('msg_7'),
      reported(`uuid-result:${model}`, { origin: 'agent', lines: { output_token: 42 } }),
    ])
    expect((await program.seen()).calls[0]!.join(' ')).toContain(session_id)
  })

  test('what was used before it broke off, was left or was closed counts; a failed result counts like another', async () => {
    const failed = result({ [model]: total(1, 8, 0.002) }, { subtype: 'error_during_execution', is_error: true })
    const turns = [
      [init, assistant('msg_1', text), 'die'],
      [init, assistant('msg_2', text), 'wait'],
      [init, assistant('msg_3', text), 'wait'],
      [init, assistant('msg_4', text), failed],
    ]
    await using program = await fakeProgram(turns)
    const { query, options, reports } = setUp(program)
    const start = () => query({ prompt: 'Which colour?', options })
    await expect(all(start())).rejects.toThrow('exited with code 1')
    for await (const { type } of start()) if (type === 'assistant') break
    const closed = start()
    while ((await closed.next()).value?.type !== 'assistant');
    closed.close()
    await all(start()).catch(() => {})
    expect(reports.brief).toEqual(['msg_1', 'msg_2', 'msg_3', 'msg_4'].map((id) => reported(id)))
  })

  test('a subscription pays where no key does; a cloud is named as the provider', async () => {
    const script = [[init, assistant('msg_1', text), result({ [model]: total(1, 8, 0.002) })]]
    await using subscribed = await fakeProgram(script, { subscriptionType: 'max', apiProvider: 'firstParty' })
    await using cloud = await fakeProgram(script, { apiProvider: 'bedrock' })
    const [one, other] = [setUp(subscribed), setUp(cloud)]
    await all(one.query({ prompt: 'Which colour?', options: one.options }))
    await all(other.query({ prompt: 'Which colour?', options: other.options }))
    expect(one.reports.brief).toEqual([reported('msg_1', { billing: 'included' })])
    expect(other.reports.brief).toEqual([reported('msg_1', { provider: 'aws' })])
  })

  test('only query itself is tracked: of a query begun elsewhere nobody can tell where its totals started', async () => {
    await using program = await fakeProgram([[]])
    const { options, reports } = setUp(program)
    const begun = untracked({ prompt: 'Which colour?', options })
    expect(() => track(begun, reports)).toThrow(/It knows .* query of @anthropic-ai\/claude-agent-sdk/)
    expect(() => track(sdk, reports)).toThrow(TypeError)
    begun.close()
  })

  test('the query stays what it is', async () => {
    await using program = await fakeProgram([[init, assistant('msg_1', text), result({})]], { email: 'me@example.com' })
    const { query, options } = setUp(program)
    async function* prompt(): AsyncGenerator<SDKUserMessage> {
      yield { type: 'user', message: { role: 'user', content: 'One' }, parent_tool_use_id: null }
    }
    const running = query({ prompt: prompt(), options })
    expect(running[Symbol.asyncIterator]()).toBe(running)
    expect(await running.accountInfo()).toMatchObject({ email: 'me@example.com' })
    expect(await all(running)).toEqual(['system', 'assistant', 'result'])
  })
})
