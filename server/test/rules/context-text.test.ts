import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { branchName } from '../../src/rules/branch-name.ts'
import { fitSections, quote } from '../../src/rules/context-text.ts'

const section = (title: string, body: string, share = 100) => ({ title, body, share, whole: '`tasks.get`' })

describe('a text of sections', () => {
  test('TK-9: what fits is there whole, and empty sections are left out', () => {
    expect(fitSections('Head', [section('One', '1'), section('Two', ''), section('Three', '3')], 1_000)).toEqual({
      text: 'Head\n\n## One\n\n1\n\n## Three\n\n3',
      truncated: false,
    })
  })

  test('TK-9: the last is cut first, and each cut is said', () => {
    const { text, truncated } = fitSections(
      'Head',
      [section('One', 'a'.repeat(90)), section('Two', 'b'.repeat(900))],
      300,
    )
    expect(truncated).toBe(true)
    expect(text).toContain('a'.repeat(90))
    expect(text).toMatch(/b{50,}\n\n\(Cut here: `tasks.get` has the rest\.\)$/)
  })

  test('TK-9: what the first leaves of the room goes to it again once the others had their share', () => {
    const { text } = fitSections('', [section('One', 'a'.repeat(500), 100), section('Two', 'b'.repeat(50))], 1_000)
    expect(text).toContain('a'.repeat(500))
  })

  test('TK-9: it never passes its size, whatever the letters, and cuts none in two', () => {
    const bodies = fc.array(fc.string({ unit: 'grapheme', maxLength: 400 }), { maxLength: 6 })
    fc.assert(
      fc.property(bodies, fc.integer({ min: 700, max: 1_500 }), (texts, most) => {
        const sections = texts.map((text, index) => section(`Section ${index}`, text, 200))
        const { text, truncated } = fitSections('Head', sections, most)
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(most)
        expect(text.includes('\ufffd')).toBe(texts.some((body) => body.includes('\ufffd')))
        if (!truncated) for (const body of texts) expect(text).toContain(body)
      }),
    )
  })

  test('TK-9: no line of a quotation begins as ours do', () => {
    const unit = fc.constantFrom('#', ' ', 'a', '\n', '\r', '\u2028', '\v', '\x1d', '`', '>', '-')
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), (text) => {
        for (const line of quote(text).split(/[\p{Cc}\u2028\u2029]/u)) expect(line.startsWith('> ')).toBe(true)
      }),
    )
  })
})

test.each([
  ['auditor', 'Audit the licenses!', 'agent/auditor-audit-the-licenses'],
  ['Öl Fee', 'Größe ändern', 'agent/ol-fee-gro-e-andern'],
  ['a', 'Отчёт', 'agent/a-x6c9b1te'],
  ['..', '../../etc.lock', 'agent/agent-etc-lock'],
  ['a', 'word '.repeat(40), `agent/a-${'word-'.repeat(9)}word`],
  ['a', 'x'.repeat(200), `agent/a-${'x'.repeat(50)}`],
])('TK-9: the branch of %s for %j', (agent, title, expected) => {
  expect(branchName(agent, title, 'tsk_01KAHV5Q8Z3N7RD2M4X6C9B1TE')).toBe(expected)
})
