import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { castApproval, moveAfterWaiting, requiredVotes, type Settled } from '../../src/rules/approval.ts'
import { missingCapabilities, satisfies } from '../../src/rules/capabilities.ts'
import { judgeLease, renewEverySeconds } from '../../src/rules/lease.ts'
import { attemptsLeft, retryDelaySeconds } from '../../src/rules/retry.ts'
import { isMoreTrusted, type Origin } from '../../src/rules/usage.ts'

describe('retries', () => {
  test('TK-1: the delay doubles from ten seconds to an hour; what the agent asks for wins', () => {
    const delays = Array.from({ length: 12 }, (_, index) => retryDelaySeconds(index + 1, null))
    expect(delays).toEqual([10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600, 3600])
    expect(retryDelaySeconds(7, 0)).toBe(0)
    expect(retryDelaySeconds(1, 86_400)).toBe(86_400)
  })

  test('TK-1: attempts are left while fewer failed than may', () => {
    expect([attemptsLeft(0, 1), attemptsLeft(1, 1), attemptsLeft(2, 3), attemptsLeft(3, 3)]).toEqual([
      true,
      false,
      true,
      false,
    ])
  })
})

describe('leases', () => {
  const lease = { agentId: 'a', fence: 3, expiresAt: 1000 }
  test.each([
    ['held until the last millisecond', lease, { agentId: 'a', fence: 3 }, 999, 'held'],
    ['over from the very instant', lease, { agentId: 'a', fence: 3 }, 1000, 'expired'],
    ['not of another agent', lease, { agentId: 'b', fence: 3 }, 0, 'not_yours'],
    ['not of an older claim', lease, { agentId: 'a', fence: 2 }, 0, 'not_yours'],
    ['not of a claim that never was', lease, { agentId: 'a', fence: 4 }, 0, 'not_yours'],
    ['nobody holds it', undefined, { agentId: 'a', fence: 3 }, 0, 'not_yours'],
  ] as const)('TK-4: %s', (_what, facts, claim, now, verdict) => {
    expect(judgeLease(facts, claim, now)).toBe(verdict)
  })

  test('AG-3: renewed at a third, at least once a second', () => {
    expect([60, 10, 3600, 2].map(renewEverySeconds)).toEqual([20, 3, 1200, 1])
  })
})

describe('votes on an approval', () => {
  test('GV-3: GREEN is no matter of votes, YELLOW needs one person, RED two', () => {
    expect([requiredVotes('YELLOW'), requiredVotes('RED')]).toEqual([1, 2])
  })

  test.each([
    ['one person is enough for YELLOW', 1, [], 'u', null, 'approved'],
    ['also the one who let the agent in', 1, [], 'u', 'u', 'approved'],
    ['RED waits for a second', 2, [], 'u', null, 'pending'],
    ['the same person is no second', 2, ['u'], 'u', null, 'already_voted'],
    ['another is', 2, ['u'], 'v', null, 'approved'],
    ['who let the agent in is no second person', 2, ['u'], 'v', 'v', 'not_second_person'],
    ['but may be the first', 2, [], 'v', 'v', 'pending'],
  ] as const)('GV-3: %s', (_what, required, approvedBy, userId, enrolledBy, verdict) => {
    expect(castApproval({ required, approvedBy, enrolledBy }, userId)).toBe(verdict)
  })

  test('GV-3: RED is never approved by fewer than two people, whoever votes how often', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('u', 'v', 'w')),
        fc.option(fc.constantFrom('u', 'v', 'w')),
        (voters, enrolledBy) => {
          const approvedBy: string[] = []
          for (const voter of voters) {
            const verdict = castApproval({ required: 2, approvedBy, enrolledBy }, voter)
            if (verdict === 'approved' || verdict === 'pending') approvedBy.push(voter)
            expect(verdict === 'approved').toBe(
              approvedBy.length === 2 && verdict !== 'already_voted' && verdict !== 'not_second_person',
            )
            if (verdict === 'approved') break
          }
          expect(new Set(approvedBy).size).toBe(approvedBy.length)
          expect(approvedBy[1] === enrolledBy && enrolledBy !== null).toBe(false)
        },
      ),
    )
  })
})

describe('where a task goes once nothing is pending', () => {
  const settled = (state: Settled['state'], onDenial: Settled['onDenial'] = 'continue'): Settled => ({
    kind: 'action',
    state,
    onDenial,
  })
  const question = (state: Settled['state']): Settled => ({ kind: 'question', state, onDenial: 'continue' })
  test.each([
    ['approved, and the lease lives: on with it', [settled('approved')], true, 'resume_after_approval'],
    ['approved, and nobody holds it: ready', [settled('approved')], false, 'ready_after_approval'],
    ['denied, but the agent can go on without', [settled('denied')], true, 'resume_after_approval'],
    ['denied, and nobody is there to go on without', [settled('denied')], false, 'block_after_denial'],
    [
      'denied, and the agent cannot go on without',
      [settled('approved'), settled('denied', 'block')],
      true,
      'block_after_denial',
    ],
    ['expiry is denial', [settled('expired', 'block')], true, 'block_after_denial'],
    ['withdrawal is none', [settled('withdrawn', 'block')], true, 'resume_after_approval'],
    ['withdrawal is none, also without a lease', [settled('withdrawn', 'block')], false, 'ready_after_approval'],
    ['answered: on with it', [question('answered')], true, 'resume_after_approval'],
    ['a question nobody answered forbids nothing', [question('expired')], false, 'ready_after_approval'],
    ['but a denial beside it does', [question('answered'), settled('denied')], false, 'block_after_denial'],
  ] as const)('GV-3, GV-8: %s', (_what, decisions, hasLease, move) => {
    expect(moveAfterWaiting(decisions, hasLease)).toBe(move)
  })
})

describe('matching', () => {
  const wanted = { id: 'c', type: 'review', capabilities: ['ts', 'de'] }
  test.each([
    ['all of them and more', ['ts', 'de', 'x'], null, true],
    ['one is missing', ['ts'], null, false],
    ['the type asked for', ['ts', 'de'], ['task', 'review'], true],
    ['another type', ['ts', 'de'], ['task'], false],
  ])('TK-3: %s', (_what, capabilities, types, fits) => {
    expect(satisfies({ capabilities: new Set(capabilities), types: types && new Set(types) }, wanted)).toBe(fits)
    expect(missingCapabilities(new Set(capabilities), wanted.capabilities).length === 0).toBe(fits || types !== null)
  })
})

describe('trust in a measurement', () => {
  test('RN-2: provider before runner before sdk before agent, and none before itself', () => {
    const order: Origin[] = ['agent', 'sdk', 'runner', 'provider']
    for (const [index, one] of order.entries()) {
      for (const [other, two] of order.entries()) expect(isMoreTrusted(one, two)).toBe(index > other)
    }
  })
})
