import { describe, expect, it } from 'vitest'
import { linksOf } from '../src/audit/markdown-links.ts'

const targets = (markdown: string): (string | null)[] => linksOf(markdown).map(({ target }) => target)

describe('links of a Markdown text', () => {
  it.each([
    ['inline links', 'See [a](a.md) and [b](b.md "its title").', ['a.md', 'b.md']],
    ['images, and links around them', '[![alt](picture.png)](page.md)', ['picture.png', 'page.md']],
    ['addresses in angle brackets, with spaces', '[a](<my file.md>)', ['my file.md']],
    ['parentheses in an address', '[a](wiki_(thing).md) done)', ['wiki_(thing).md']],
    ['brackets in the text of a link', '[a [b] c](d.md)', ['d.md']],
    ['a link broken over two lines', '[a\nb](c.md\n"title")', ['c.md']],
    ['escaped characters of an address', String.raw`[a](b\_c.md)`, ['b_c.md']],
    ['definitions of references', 'See [this][one].\n\n[one]: one.md "t"\n', ['one.md']],
    ['definitions in a quotation', '> [one]: <one two.md>\n', ['one two.md']],
    ['links and images in HTML', '<a class="x" href="a.md">a</a> <img src=\'b.png\'>', ['a.md', 'b.png']],
  ])('finds %s', (_name, markdown, expected) => {
    expect(targets(markdown)).toEqual(expected)
  })

  it.each([
    ['fenced code', '```md\n[a](a.md)\n```\n'],
    ['fenced code with tildes that holds backticks', '~~~\n```\n[a](a.md)\n~~~\n'],
    ['fenced code in a list', '- item\n\n      ```\n      [a](a.md)\n      ```\n'],
    ['fenced code that nobody closes', '```\n[a](a.md)\n'],
    ['fenced code in a quotation', '> ```\n> [a](a.md)\n> ```\n'],
    ['indented code', 'Text.\n\n    [a](a.md)\n'],
    ['code spans', 'Write `[a](a.md)` or ``[b](`b.md)``.'],
    ['comments', '<!-- [a](a.md)\n[b](b.md) -->'],
    ['front matter', '---\nlink: "[a](a.md)"\n---\n'],
    ['escaped brackets', String.raw`\[a](a.md)`],
    ['footnotes and tasks', 'A note[^1].\n\n[^1]: text\n\n- [x] done\n- [ ] not'],
    ['expressions', 'matrix[i][j] and f[0][1]'],
    ['a text without an opening bracket', 'a](b.md)'],
  ])('takes no link from %s', (_name, markdown) => {
    expect(targets(markdown)).toEqual([])
  })

  it('finds what follows code in a quotation or a list', () => {
    expect(targets('> ```\n> code\n\n[a](a.md)\n')).toEqual(['a.md'])
    expect(targets('- item\n\n    more of it: [a](a.md)\n')).toEqual(['a.md'])
  })

  it('tells references nobody defined, by their label', () => {
    const markdown = 'One [here][missing], one [`There`][], one [fine].\n\n[Fine]: a.md\n[x][FINE]'
    expect(linksOf(markdown).filter(({ target }) => target === null)).toEqual([
      { line: 1, target: null, label: 'missing' },
      { line: 1, target: null, label: '`There`' },
    ])
  })

  it('numbers lines as an editor does, whatever ends them', () => {
    expect(linksOf('one\r\n\r\n[a](a.md)\r\n\r\n[b](b.md)').map(({ line }) => line)).toEqual([3, 5])
  })

  it.each([
    ['brackets', '['.repeat(50_000)],
    ['opened links', '[a]('.repeat(30_000)],
    ['closed links', ']('.repeat(50_000)],
    ['titles', '[a](b "'.repeat(20_000)],
    ['other titles', "[a](b '".repeat(20_000).concat('"')],
    ['quotation marks', `${'> '.repeat(5000)}x`],
    ['backticks', Array.from({ length: 300 }, (_, index) => '`'.repeat(index)).join(' ')],
    ['definitions', '[a]: "\n'.repeat(20_000)],
    ['tags', '<a '.repeat(50_000)],
  ])(
    'is not kept busy by a hundred kilobytes of %s',
    (_name, markdown) => {
      // A pattern that backtracks would be at it for hours, on any machine.
      const startedAt = performance.now()
      linksOf(markdown)
      expect(performance.now() - startedAt).toBeLessThan(60_000)
    },
    90_000,
  )
})
