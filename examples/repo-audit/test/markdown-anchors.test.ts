import { describe, expect, it } from 'vitest'
import { anchorsOf } from '../src/audit/markdown-anchors.ts'

describe('anchors of a Markdown text', () => {
  it.each([
    ['## Two words', 'two-words'],
    ['## What, if? (A & B)', 'what-if-a--b'],
    ['### `code` and _emphasis_ and **more**', 'code-and-emphasis-and-more'],
    ['## snake_case stays', 'snake_case-stays'],
    ['## [A link](b.md) in it', 'a-link-in-it'],
    ['## Über Straßen', 'über-straßen'],
    ['## Closed ##', 'closed'],
    ['> ## Quoted', 'quoted'],
    ['Underlined\n==========', 'underlined'],
    ['Also underlined\n---', 'also-underlined'],
    ['## Own name {#chosen}', 'chosen'],
    ['<a id="By-Hand"></a>', 'by-hand'],
  ])('%s gives %s', (markdown, anchor) => {
    expect([...anchorsOf(markdown)]).toContain(anchor)
  })

  it('numbers headings of the same name', () => {
    expect([...anchorsOf('# One\n\n# One\n\n# One')]).toEqual(['one', 'one-1', 'one-2'])
  })

  it('takes no heading from code', () => {
    expect([...anchorsOf('```sh\n# comment\n```\n\nText.\n\n    # indented')]).toEqual([])
  })
})
