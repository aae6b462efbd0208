import { type Hand, handOf } from '@mission-control/server/test-support/hand'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPlace, type Place } from './support/place.ts'

let place: Place
let hand: Hand
const mission = (words: string[], options = {}) => place.shell.mission(words, options)
const plain = { NO_COLOR: '1' }

beforeAll(async () => {
  place = await openPlace()
  hand = await handOf(place.server, { name: 'auditor', maxConcurrentTasks: 50 })
})
afterAll(() => place.close())

const claim = async (title: string) => {
  const { id } = (await mission(['task', 'create', title, '--json'])).json<{ id: string }>()
  return hand.claim(id)
}
const deletion = { action: 'Delete the branch old/2.x', risk: 'YELLOW', payload: { branch: 'old/2.x' } } as const

describe('mission approve and mission deny (IF-6)', () => {
  it('decide by the end of an id', async () => {
    const task = await claim('Clean up')
    const { id } = await task.ask(deletion)
    const yes = await mission(['approve', id.slice(-6), '--note', 'Only that one.', '--json'])
    expect(yes.json()).toMatchObject({ id, state: 'approved', votes: [{ note: 'Only that one.' }] })
    const again = await mission(['deny', id, '--note', 'Too late.'])
    expect(again).toMatchObject({ code: 1, stderr: expect.stringMatching(/already_decided, req_/) })
    const other = await task.ask({ ...deletion, action: 'Delete all of them' })
    const no = await mission(['deny', other.id, '--note', 'Keep them.'])
    expect(no).toMatchObject({ code: 0, stdout: 'denied: Delete all of them\n' })
  })

  it('say that RED waits for a second person', async () => {
    const { id } = await (await claim('Publish')).ask({ action: 'Publish', risk: 'RED' })
    expect((await mission(['approve', id])).stdout).toMatch(/pending: Publish; 1 of 2 .*second person/)
    const second = await mission(['approve', id], { env: { MC_API_KEY: place.otherKey } })
    expect(second.stdout).toBe('approved: Publish\n')
  })

  it('show what waits, with exactly what would be done, and ask which', async () => {
    const task = await claim('Ask me')
    const first = await task.ask({ ...deletion, justification: 'Nobody uses it.', payload: { branch: 'first' } })
    place.server.clock.advance(1)
    const second = await task.ask({ ...deletion, payload: { branch: 'second' } })
    const asked = await mission(['approve'], { columns: 80, input: 'nonsense\n1\ny\n', env: plain })
    expect(asked).toMatchObject({ code: 0, stdout: `approved: ${deletion.action}\n` })
    expect(asked.stderr).toMatch(/# {2}ID .*RISK .*ACTION .*AGENT/)
    expect(asked.stderr).toContain('auditor')
    expect(asked.stderr).toContain('Nobody uses it.')
    expect(asked.stderr).toContain('"branch": "first"')
    const stateOf = async ({ id }: { id: string }) =>
      (await mission(['api', 'approvals.get', '--approvalId', id])).json().state
    expect(await stateOf(first)).toBe('approved')
    expect(await mission(['approve'], { columns: 80, input: '1\nn\n' })).toMatchObject({ code: 130, stdout: '' })
    expect(await stateOf(second)).toBe('pending')
    const denied = await mission(['deny', '--json'], { columns: 80, input: '1\n\nNot that.\n' })
    expect(denied.code).toBe(2)
    expect((await mission(['deny'], { columns: 80, input: '1\n\nNot that.\n' })).code).toBe(0)
    expect(await stateOf(second)).toBe('denied')
    expect((await mission(['approve'], { columns: 80, input: '' })).stderr).toContain('No approval waits.')
  })

  it('ask nobody in a script', async () => {
    expect(await mission(['approve'])).toMatchObject({ code: 2, stderr: expect.stringContaining('approvals.list') })
    expect(await mission(['deny', 'apr_x'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--note') })
    expect((await mission(['approve', 'ZZZZZZ'])).code).toBe(3)
    const viewer = (await place.server.addUser('viewer')).key
    const { id } = await (await claim('For operators')).ask(deletion)
    expect((await mission(['approve', id], { env: { MC_API_KEY: viewer } })).code).toBe(4)
  })

  it('say a failure as JSON where JSON is wanted', async () => {
    const { code, stdout, stderr } = await mission(['approve', `apr_${'0'.repeat(26)}`, '--json'])
    expect(code).toBe(3)
    expect(stdout).toBe('')
    expect(JSON.parse(stderr).error).toMatchObject({
      code: 'not_found',
      exitCode: 3,
      requestId: expect.stringMatching(/^req_/),
      hint: expect.any(String),
    })
  })
})

describe('mission answer (IF-6)', () => {
  it('answers with an option, by its words or its number, or with words of one’s own', async () => {
    const task = await claim('Questions')
    const branch = await task.question('Which branch is canonical?', ['main', 'develop'])
    const byNumber = await mission(['answer', branch.id.slice(-6), '--option', '2', '--json'])
    expect(byNumber.json()).toMatchObject({ state: 'answered', answer: { option: 'develop', text: null } })
    const when = await task.question('When?', [])
    const wrong = await mission(['answer', when.id, '--option', 'now'])
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('--text') })
    expect(await mission(['answer', when.id])).toMatchObject({ code: 2, stderr: expect.stringContaining('--option') })
    const words = await mission(['answer', when.id, '--text', '-'], { input: 'On Monday.\n' })
    expect(words.stdout).toBe('answered: When? On Monday.\n')
  })

  it('shows what waits and asks', async () => {
    const task = await claim('More questions')
    await task.question('Which license?', ['MIT', 'Apache-2.0'], 'Both are in use.')
    const asked = await mission(['answer'], { columns: 80, input: '1\n2\n', env: plain })
    expect(asked.stdout).toBe('answered: Which license? Apache-2.0\n')
    expect(asked.stderr).toContain('Both are in use.')
    const free = await task.question('And who decides?', ['Ada', 'Grace'])
    const own = await mission(['answer', free.id], { columns: 80, input: 'Both of them.\n' })
    expect(own.stdout).toContain('Both of them.')
    expect((await mission(['answer'], { columns: 80 })).code).toBe(3)
    expect((await mission(['answer'])).code).toBe(2)
  })
})
