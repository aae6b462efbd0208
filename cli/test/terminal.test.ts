// What a terminal can do, by what it says of itself.
import { describe, expect, it } from 'vitest'
import { canRedraw, hasColors } from '../src/terminal.ts'

const output = (isTTY: boolean) => ({ isTTY, write: () => true })

describe('A terminal (IF-6)', () => {
  it.each([
    [true, {}, true],
    [true, { TERM: 'xterm' }, true],
    [true, { TERM: 'dumb' }, false],
    [false, {}, false],
  ])('that is one (%s) with %j shows what moves, and colours: %s', (isTTY, env, expected) => {
    const terminal = { env, stderr: output(isTTY) } as unknown as Parameters<typeof hasColors>[0]
    expect(canRedraw(terminal)).toBe(expected)
    expect(hasColors(terminal, output(isTTY))).toBe(expected)
  })
})
