import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchesName } from '../../src/rules/name-pattern.ts'

test.each([
  ['report.pdf', 'report.pdf', true],
  ['report.pdf', 'report_pdf', false],
  ['report-*.pdf', 'report-.pdf', true],
  ['report-*.pdf', 'report-1.pdf.txt', false],
  ['*', 'anything', true],
  ['a*a', 'a', false],
  ['*.tar.*', 'x.tar.gz', true],
  ['a*b*c', 'a-c-b', false],
  ['**b', 'ab', true],
])('TK-12: %s and %s: %s', (pattern, name, expected) => {
  expect(matchesName(pattern, name)).toBe(expected)
})

test('TK-12: a pattern matches as the regular expression it stands for', () => {
  const text = (letters: string) => fc.string({ unit: fc.constantFrom(...letters), maxLength: 8 })
  fc.assert(
    fc.property(text('ab*'), text('ab'), (pattern, name) => {
      const whole = new RegExp(`^${pattern.replaceAll(/\*+/g, '.*')}$`)
      expect(matchesName(pattern, name)).toBe(whole.test(name))
    }),
  )
})
