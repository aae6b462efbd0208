import { expect, test } from 'vitest'
import { isVisible } from '../../src/rules/visible-text.ts'

test.each([
  ['a space', ' ', false],
  ['a non-breaking space', '\u00a0', false],
  ['characters without width', '\u200b\u200d\u2060\ufeff', false],
  ['a soft hyphen', '\u00ad', false],
  ['tag characters', '\u{e0061}\u{e0062}', false],
  ['variation selectors', '\ufe0f\u{e0100}', false],
  ['fillers of Hangul', '\u3164\u115f\uffa0', false],
  ['the blank of Braille', '\u2800', false],
  ['a letter among them', '\u200b a', true],
  ['a family', '👨‍👩‍👧', true],
  ['a dash', '-', true],
  ['another script', 'ไทย', true],
])('CO-8: whether %s can be seen', (_what, text, expected) => {
  expect(isVisible(text)).toBe(expected)
})
