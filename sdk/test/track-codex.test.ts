// `track` around the real @openai/codex-sdk, before a program that speaks as Codex does.
import { Codex, type ThreadEvent } from '@openai/codex-sdk'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { track } from '../src/track/track.ts'
import { type FakeProgram, fakeProgram } from './fake-program.ts'
import { Reports } from './model-server.ts'

/** Totals of the thread so far, as Codex tells them at the end of each turn. */
const usage = (times: number) => ({
  input_tokens: 1000 * times,
  cached_input_tokens: 600 * times,
  cache_write_input_tokens: 100 * times,
  output_tokens: 300 * times,
  reasoning_output_tokens: 120 * times,
})
const lines = {
  input_token: 300,
  cached_input_token: 600,
  cache_write_token: 100,
  output_token: 180,
  reasoning_token: 120,
}
const begin = (id: string) => [{ type: 'thread.started', thread_id: id }, { type: 'turn.started' }]
const said = [
  {
    type: 'item.completed',
    item: {
      id: 'item_0',
      type: 'command_execution',
      command: 'ls',
      aggregated_output: '',
      exit_code: 0,
      status: 'completed',
    },
  },
  { type: 'item.completed', item: { id: 'item_1', type: 'agent_message', text: 'blue' } },
]
const turn = (id: string, times: number) => [...begin(id), ...said, { type: 'turn.completed', usage: usage(times) }]

const reported = (measureId: string) => ({ measureId, provider: 'openai', model: 'gpt-5', origin: 'sdk', lines })
const unknown = (id: string) => ({
  ...reported('x'),
  measureId: expect.stringMatching(`^${id}:unknown-`),
  lines: { request: 1 },
})

function setUp({ path, env }: FakeProgram) {
  const reports = new Reports()
  const codex = track(new Codex({ codexPathOverride: path, env }), reports)
  expectTypeOf(codex).toEqualTypeOf<Codex>()
  return { reports, codex }
}

describe('@openai/codex-sdk', () => {
  test('each turn counts what the thread used more than before, streamed or not (TK-9)', async () => {
    await using program = await fakeProgram([turn('a-1', 1), turn('a-1', 2), turn('a-1', 3)])
    const { codex, reports } = setUp(program)
    expect(codex).toBeInstanceOf(Codex)
    const thread = codex.startThread({ model: 'gpt-5', skipGitRepoCheck: true })
    const { finalResponse, items, usage: told } = await thread.run('Which colour?')
    expect([finalResponse, items.length, told, thread.id]).toEqual(['blue', 2, usage(1), 'a-1'])
    expect(reports.brief).toEqual([reported('a-1:1300')])
    const types: string[] = []
    const { events } = await thread.runStreamed('And now?')
    for await (const event of events) {
      types.push(event.type)
      if (event.type === 'turn.completed') expect(reports.all).toHaveLength(2)
    }
    expect(types).toEqual(turn('a-1', 2).map(({ type }) => type))
    await codex.resumeThread('a-1', { model: 'gpt-5' }).run('And later?')
    expect(reports.brief).toEqual(['a-1:1300', 'a-1:2600', 'a-1:3900'].map(reported))
    const { calls, inputs } = await program.seen()
    expect(inputs).toEqual(['Which colour?', 'And now?', 'And later?'])
    expect(calls[0]).toContain('--skip-git-repo-check')
    expect(calls[2]!.slice(-2)).toEqual(['resume', 'a-1'])
  })

  test('a turn that failed, broke off or was aborted is a request, and its tokens come with the next that ends', async () => {
    await using program = await fakeProgram([
      [...begin('b-1'), { type: 'turn.failed', error: { message: 'Overloaded' } }],
      [...begin('b-1'), 'die'],
      [...begin('b-1'), ...said, 'wait'],
      [...begin('b-1'), ...said, 'wait'],
      turn('b-1', 4),
    ])
    const { codex, reports } = setUp(program)
    const thread = codex.startThread({ model: 'gpt-5' })
    await expect(thread.run('One')).rejects.toThrow('Overloaded')
    await expect(thread.run('Two')).rejects.toThrow('exited with code 1')
    for await (const { type } of (await thread.runStreamed('Three')).events) if (type === 'item.completed') break
    const abort = new AbortController()
    const { events } = await thread.runStreamed('Four', { signal: abort.signal })
    const read = async () => {
      for await (const { type } of events) if (type === 'item.completed') abort.abort()
    }
    await expect(read()).rejects.toThrow('aborted')
    await thread.run('Five')
    const four = Object.fromEntries(Object.entries(lines).map(([meter, quantity]) => [meter, quantity * 4]))
    expect(reports.brief).toEqual([...Array(4).fill(unknown('b-1')), { ...reported('b-1:5200'), lines: four }])
  })

  test('of a thread begun elsewhere the first turn is a request, the next are counted', async () => {
    await using program = await fakeProgram([turn('c-1', 5), turn('c-1', 6)])
    const { codex, reports } = setUp(program)
    const thread = codex.resumeThread('c-1', { model: 'gpt-5' })
    await thread.run('One')
    await thread.run('Two')
    expect(reports.brief).toEqual([{ ...reported('c-1:6500'), lines: { request: 1 } }, reported('c-1:7800')])
  })

  test('totals that went down began anew', async () => {
    await using program = await fakeProgram([turn('d-1', 3), turn('d-1', 1)])
    const { codex, reports } = setUp(program)
    const thread = codex.startThread({ model: 'gpt-5' })
    await thread.run('One')
    await thread.run('Two')
    expect(reports.brief[1]).toEqual(reported('d-1:1300'))
  })

  test('a thread alone is tracked too; without a model it names none, and a program that never began counts nothing', async () => {
    await using program = await fakeProgram([['die'], turn('e-1', 1)])
    const { path, env } = program
    const reports = new Reports()
    const thread = track(new Codex({ codexPathOverride: path, env }).startThread(), reports)
    await expect(thread.run('One')).rejects.toThrow()
    expect(reports.all).toEqual([])
    const events: ThreadEvent[] = []
    for await (const event of (await thread.runStreamed('Two')).events) events.push(event)
    const { model: _, ...withoutModel } = reported('e-1:1300')
    expect(reports.brief).toEqual([withoutModel])
  })
})
