// `track` around the real @openai/agents, against a server that speaks the wire format of its models.
import {
  Agent,
  OpenAIProvider,
  Runner,
  RunState,
  run,
  setDefaultOpenAIClient,
  setTracingDisabled,
  tool,
} from '@openai/agents'
import OpenAI from 'openai'
import { beforeAll, describe, expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { track } from '../src/track/track.ts'
import { brokenStream, json, type ModelServer, modelServer, Reports, silentStream, stream } from './model-server.ts'

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
const text = (value: string) => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text: value, annotations: [] }],
})
const call = (name: string, args = '{}') => ({
  id: 'fc_1',
  type: 'function_call',
  call_id: 'call_1',
  name,
  arguments: args,
  status: 'completed',
})
const response = (id: string, output: unknown = text('blue')) => ({
  id,
  object: 'response',
  model: 'gpt-5-2025-08-07',
  status: 'completed',
  output: [output],
  usage,
})
const opening = (id: string) => [
  {
    type: 'response.created',
    sequence_number: 0,
    response: { ...response(id), status: 'in_progress', output: [], usage: null },
  },
  {
    type: 'response.output_text.delta',
    sequence_number: 1,
    output_index: 0,
    content_index: 0,
    item_id: 'msg_1',
    delta: 'blue',
  },
]
const streamed = (id: string, output?: unknown) => [
  ...opening(id),
  { type: 'response.completed', sequence_number: 2, response: response(id, output) },
]
const reported = (measureId: string) => ({ measureId, model: 'gpt-5-2025-08-07', origin: 'sdk', lines })

const look = tool({ name: 'look', description: 'Looks', parameters: z.object({}), execute: () => 'blue' })
const agent = new Agent({ name: 'Painter', model: 'gpt-5', tools: [look] })

/** The package keeps the first client it used: this one talks to the server of the test that runs. */
let url = ''
const openAIClient = new OpenAI({
  apiKey: 'key',
  baseURL: 'http://model.test/v1',
  maxRetries: 0,
  fetch: (address, init) => fetch(String(address).replace('http://model.test', url), init),
})
const untracked = run

function setUp(server: ModelServer) {
  url = server.url
  const reports = new Reports()
  const runner = track(new Runner({ modelProvider: new OpenAIProvider({ openAIClient }) }), reports)
  expectTypeOf(runner).toEqualTypeOf<Runner>()
  const tracked = track(untracked, reports)
  expectTypeOf(tracked).toEqualTypeOf<typeof untracked>()
  return { reports, runner, run: tracked }
}

beforeAll(() => {
  setTracingDisabled(true)
  setDefaultOpenAIClient(openAIClient)
})

describe('@openai/agents', () => {
  test('each answer of a run counts once, by run or by a Runner (TK-9)', async () => {
    await using server = await modelServer(
      json(response('resp_1', call('look'))),
      json(response('resp_2')),
      json(response('resp_3')),
    )
    const { run, runner, reports } = setUp(server)
    expect(runner).toBeInstanceOf(Runner)
    const result = await run(agent, 'Which colour?')
    expect([result.finalOutput, result.rawResponses.length]).toEqual(['blue', 2])
    expect(reports.brief).toEqual([reported('resp_1'), reported('resp_2')])
    await runner.run(agent, 'Which colour?')
    expect(reports.brief).toEqual(['resp_1', 'resp_2', 'resp_3'].map(reported))
  })

  test('a streamed run counts each answer when it is there, read as events, as a stream, as text or not at all', async () => {
    await using server = await modelServer(
      stream(...streamed('resp_1', call('look'))),
      stream(...streamed('resp_2')),
      stream(...streamed('resp_3')),
      stream(...streamed('resp_4')),
      stream(...streamed('resp_5')),
    )
    const { run, reports } = setUp(server)
    const first = await run(agent, 'Which colour?', { stream: true })
    let types = ''
    for await (const event of first) types += `${event.type} `
    expect(types).toContain('run_item_stream_event')
    await first.completed
    expect(first.finalOutput).toBe('blue')
    expect(reports.brief).toEqual([reported('resp_1'), reported('resp_2')])
    const second = await run(agent, 'Which colour?', { stream: true })
    for await (const _ of second.toStream());
    const third = await run(agent, 'Which colour?', { stream: true })
    let words = ''
    for await (const word of third.toTextStream()) words += word
    expect(words).toBe('blue')
    await third.completed
    const fourth = await run(agent, 'Which colour?', { stream: true })
    await fourth.completed
    // Who reads no events leaves only the agent to name the model.
    const named = ['resp_4', 'resp_5'].map((id) => ({ ...reported(id), model: 'gpt-5' }))
    expect(reports.brief).toEqual([...['resp_1', 'resp_2', 'resp_3'].map(reported), ...named])
  })

  test('what an agent used as a tool used is counted too', async () => {
    await using server = await modelServer(
      json(response('resp_1', call('ask_painter', '{"input":"Which colour?"}'))),
      json(response('resp_2')),
      json(response('resp_3')),
    )
    const { run, reports } = setUp(server)
    const painter = agent.asTool({ toolName: 'ask_painter', toolDescription: 'Asks the painter' })
    await run(new Agent({ name: 'Boss', model: 'gpt-5', tools: [painter] }), 'Which colour?')
    expect(reports.brief).toEqual([
      reported('resp_1'),
      reported('resp_3'),
      { ...reported('x'), measureId: expect.stringMatching(/^[0-9a-f]{32}:rest$/) },
    ])
  })

  test('a run that goes on from a state does not count what came before', async () => {
    const risky = tool({
      name: 'risky',
      description: 'Risks',
      parameters: z.object({}),
      needsApproval: true,
      execute: () => 'ok',
    })
    const careful = new Agent({ name: 'Careful', model: 'gpt-5', tools: [risky] })
    await using server = await modelServer(json(response('resp_1', call('risky'))), json(response('resp_2')))
    const { run, reports } = setUp(server)
    const waiting = await run(careful, 'Do it')
    expect(reports.brief).toEqual([reported('resp_1')])
    const state = await RunState.fromString(careful, waiting.state.toString())
    state.approve(state.getInterruptions()[0]!)
    await run(careful, state)
    expect(reports.brief).toEqual([reported('resp_1'), reported('resp_2')])
  })

  test('a run that fails counts what it used until then; a stream cut off is a request', async () => {
    const calling = json(response('resp_1', call('look')))
    await using server = await modelServer(
      calling,
      json({ error: { message: 'No' } }, 400),
      calling,
      brokenStream(...opening('resp_2')),
      silentStream(...opening('resp_3')),
    )
    const { run, reports } = setUp(server)
    await expect(run(agent, 'Which colour?')).rejects.toThrow('No')
    await expect(run(agent, 'Which colour?', { maxTurns: 1 })).rejects.toThrow('Max turns')
    const rest = { ...reported('x'), measureId: expect.stringMatching(/:rest$/), model: 'gpt-5' }
    // What is no error of the package does not carry the answers: their sum is left.
    expect(reports.brief).toEqual([rest, reported('resp_1')])
    const read = async (signal?: AbortController) => {
      const result = await run(agent, 'Which colour?', { stream: true, ...(signal && { signal: signal.signal }) })
      for await (const event of result) {
        if (event.type === 'raw_model_stream_event' && event.data.type === 'output_text_delta') signal?.abort()
      }
    }
    const unknown = {
      measureId: expect.stringMatching(/:unknown$/),
      model: 'gpt-5',
      origin: 'sdk',
      lines: { request: 1 },
    }
    await expect(read()).rejects.toThrow()
    expect(reports.brief.slice(2)).toEqual([unknown])
    await read(new AbortController())
    await expect.poll(() => reports.brief.slice(3)).toEqual([unknown])
  })

  test('a stream its reader leaves is a request too', async () => {
    await using server = await modelServer(stream(...streamed('resp_1')))
    const { run, reports } = setUp(server)
    const result = await run(agent, 'Which colour?', { stream: true })
    for await (const event of result) {
      if (event.type === 'raw_model_stream_event' && event.data.type === 'output_text_delta') break
    }
    await result.completed
    expect(reports.brief.map(({ lines }) => lines)).toEqual([{ request: 1 }])
  })
})
