import { describe, expect, it } from 'vitest'
import { reportOnTodos } from '../src/report/audit-report.ts'
import { code, words } from '../src/report/markdown.ts'
import { later } from './support/context.ts'

describe('words of a repository in Markdown', () => {
  it('stay words', () => {
    expect(words('[a](b) <img> *x* | #1\n\u001b[2J')).toBe('\\[a\\]\\(b\\) \\<img\\> \\*x\\* \\| \\#1 \\[2J')
    expect(code('a`b|c')).toBe('``a`b\\|c``')
    expect(code('`x`')).toBe('`` `x` ``')
  })

  it('fill a table of at most a hundred rows', () => {
    const todo = { file: 'a.ts', line: 1, word: later as 'TODO', text: 'x | y', author: null, ageDays: null }
    const outcome = { findings: Array(120).fill(todo), checked: 1, unit: 'text files', skipped: [] }
    const { markdown, summary, highlights } = reportOnTodos(outcome, 'src/')
    expect(markdown.split('\n').filter((line) => line.startsWith('| `a.ts:1`'))).toHaveLength(100)
    expect(markdown).toContain('… and 20 more.')
    expect(summary).toBe(`120 ${later} and 0 FIXME in src/, the oldest from 0 days ago.`)
    expect(highlights).toHaveLength(5)
  })
})
