// What `track` is for whatever it is given: the same type, a refusal that teaches, and reports the server can book.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createOpenAI } from '@ai-sdk/openai'
import Anthropic from '@anthropic-ai/sdk'
import * as ai from 'ai'
import OpenAI from 'openai'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type { ReportUsage } from '../src/index.ts'
import { type TrackedUsage, track } from '../src/track/track.ts'
import { Reports } from './model-server.ts'

const reports = new Reports()

describe('track', () => {
  test('gives back the type it was given (TK-9)', () => {
    const model = createOpenAI({ apiKey: 'key' })('gpt-5')
    expectTypeOf(track(new OpenAI({ apiKey: 'key' }), reports)).toEqualTypeOf<OpenAI>()
    expectTypeOf(track(new Anthropic({ apiKey: 'key' }), reports)).toEqualTypeOf<Anthropic>()
    expectTypeOf(track(model, reports)).toEqualTypeOf<typeof model>()
    expectTypeOf(track(ai, reports)).toEqualTypeOf<typeof ai>()
    expectTypeOf(track(ai.generateText, reports)).toEqualTypeOf<typeof ai.generateText>()
  })

  test('what it reports is what the server takes', () => {
    expectTypeOf<TrackedUsage>().toExtend<Omit<ReportUsage, 'reportId'>>()
  })

  test.each<[unknown, RegExp]>([
    [undefined, /^track\(\) does not know undefined\. It knows a client of openai/],
    [null, /does not know null\./],
    ['gpt-5', /does not know a string\./],
    [{ create: () => 1 }, /does not know this Object with create\./],
    [new Map(), /does not know this Map\./],
    [
      new (class Client {
        baseUrl = ''
      })(),
      /does not know this Client with baseUrl\./,
    ],
  ])('refuses %o and names what it knows', (thing, message) => {
    expect(() => track(thing, reports)).toThrow(TypeError)
    expect(() => track(thing, reports)).toThrow(message)
  })

  test('refuses a call that is given no model, once it is used', () => {
    const addUp = track((one: number, other: number) => one + other, reports)
    expect(() => addUp(1, 2)).toThrow(/does not know what to count of .* It knows a client of openai/)
  })

  test('imports nothing of what it tracks', async () => {
    const folder = join(import.meta.dirname, '../src/track')
    for (const file of await readdir(folder)) {
      const source = await readFile(join(folder, file), 'utf8')
      expect(source.match(/^(import|export) .*from '(?!\.)|^} from '(?!\.)|import\('(?!\.)/gm), file).toBe(null)
    }
  })
})
