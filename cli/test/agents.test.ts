import { type Hand, handOf } from '@mission-control/server/test-support/hand'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPlace, type Place } from './support/place.ts'

let place: Place
let hand: Hand
const mission = (words: string[], options = {}) => place.shell.mission(words, options)
const plain = { NO_COLOR: '1' }

beforeAll(async () => {
  place = await openPlace()
  hand = await handOf(place.server, { name: 'auditor', capabilities: ['git', 'shell'], maxConcurrentTasks: 9 })
})
afterAll(() => place.close())

interface Asking {
  registrationId: string
  claimCode: string
}

const askToJoin = async (name: string, more = {}): Promise<Asking> =>
  (await place.server.api().post<Asking>('/agents/register', { name, ...more })).data

describe('mission agents (IF-6)', () => {
  it('lists agents as a table that fits, or as JSON, and tells who asks to join', async () => {
    const { claimCode } = await askToJoin('newcomer')
    for (const words of [['agents'], ['agents', 'list']]) {
      const { stdout, stderr } = await mission(words, { columns: 50, env: plain })
      expect(stdout).toMatch(/NAME .*STATE .*TASKS/)
      expect(stdout).toMatch(/auditor .*0\/9/)
      expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(50)
      expect(stderr).toContain(`newcomer (${claimCode})`)
    }
    expect((await mission(['agents', '--json'])).json()).toMatchObject([{ name: 'auditor' }])
    expect((await mission(['agents', 'list', '--capability', 'cobol'])).stdout).toBe('No agent.\n')
    expect((await mission(['agents', 'list', '--status', 'gone'])).code).toBe(2)
    expect((await mission(['agents', 'aprove'])).code).toBe(2)
  })

  it('lets in by the claim code, with the capabilities that are granted', async () => {
    const { claimCode } = await askToJoin('scout', { capabilities: ['git'] })
    const answer = await mission(['agents', 'approve', claimCode.toLowerCase(), '--capabilities', 'git,read-only'])
    expect(answer).toMatchObject({ code: 0, stdout: expect.stringContaining('scout may join with git, read-only') })
    const nobody = await mission(['agents', 'approve', 'NOSUCHCODE'])
    expect(nobody).toMatchObject({ code: 3, stderr: expect.stringContaining('Give the claim code it shows, its name') })
    const wrong = await mission(['agents', 'approve', 'x', '--max-concurrent-tasks', '0'])
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('at least 1') })
  })

  it('shows who asks and asks which', async () => {
    await mission(['agents', 'reject', 'newcomer', '--reason', 'Tidying up.'])
    const { claimCode } = await askToJoin('worker', { runtime: 'laptop of Ada' })
    const asked = await mission(['agents', 'approve'], { columns: 90, input: '1\ny\n', env: plain })
    expect(asked).toMatchObject({ code: 0, stdout: expect.stringContaining('worker may join') })
    expect(asked.stderr).toContain(claimCode)
    expect(asked.stderr).toContain('laptop of Ada')
    await askToJoin('stranger')
    expect(await mission(['agents', 'reject', 'stranger'])).toMatchObject({ code: 2 })
    const refused = await mission(['agents', 'reject'], { columns: 90, input: '1\nWho are you?\n' })
    expect(refused.stdout).toBe('stranger may not join.\n')
    expect(await mission(['agents', 'approve'], { columns: 90 })).toMatchObject({ code: 3 })
    expect(await mission(['agents', 'approve'])).toMatchObject({ code: 2 })
  })
})

describe('mission pause and mission resume (IF-6)', () => {
  it('hold an agent by its name and a task by the end of its id', async () => {
    const { id } = (await mission(['task', 'create', 'Held', '--json'])).json<{ id: string }>()
    await hand.claim(id)
    const paused = await mission(['pause', id.slice(-8), '--reason', 'Wait.'])
    expect(paused).toMatchObject({ code: 0, stdout: 'paused: Held\n' })
    expect((await mission(['resume', id])).stdout).toBe('ready: Held\n')
    expect(await mission(['pause', 'auditor', '--reason', 'Broke the build.'])).toMatchObject({
      code: 0,
      stdout: 'paused: auditor (operator: Broke the build.)\n',
    })
    expect((await mission(['resume', 'auditor'])).stdout).toBe('online: auditor\n')
    expect((await mission(['resume', 'auditor'])).stdout).toBe('online: auditor (it was not paused)\n')
    expect((await mission(['resume', 'auditor', '--json'])).json()).toMatchObject({ name: 'auditor', paused: false })
  })

  it('ask why where somebody can answer, and refuse where nobody can', async () => {
    expect(await mission(['pause', 'auditor'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--reason') })
    const asked = await mission(['pause', 'auditor'], { columns: 80, input: 'Lunch.\n', env: plain })
    expect(asked.stdout).toContain('operator: Lunch.')
    await mission(['resume', 'auditor'])
    expect((await mission(['pause', 'nobody', '--reason', 'x'])).code).toBe(3)
    const { id } = (await mission(['task', 'create', 'Idle', '--json'])).json<{ id: string }>()
    expect(await mission(['resume', id])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('invalid_transition'),
    })
  })
})
