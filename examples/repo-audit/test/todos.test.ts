import { describe, expect, it } from 'vitest'
import { marksIn } from '../src/audit/markers.ts'
import { findTodos } from '../src/audit/todos.ts'
import { auditOf, broken, contextAt, later } from './support/context.ts'
import { repositoryWith } from './support/repository.ts'

describe('marks in a text', () => {
  it.each([
    [`// ${later}: one`, 'one'],
    [`  /* ${broken} two */`, 'two'],
    [`# ${later}(ada): three`, '(ada): three'],
    [` * ${later} four`, 'four'],
    [`<!-- ${later}: five -->`, 'five'],
    [`-- ${broken}: six`, 'six'],
    [`x = 1  # ${later}: seven`, 'seven'],
    [`{/* ${later}: eight */}`, 'eight'],
    [`- [ ] ${later}: nine`, 'nine'],
    [`// ${later}`, ''],
  ])('%s', (line, text) => {
    expect(marksIn(`first\n${line}\n`)).toEqual([{ line: 2, word: line.includes(later) ? later : broken, text }])
  })

  it.each([
    `list every ${later}/${broken} with its age`,
    `const name = '${later}'`,
    `${later}S are many`,
    `my${later}: no`,
    `// ${later.toLowerCase()}: small letters are words`,
    `see the ${later} list`,
  ])('is only spoken of: %s', (line) => {
    expect(marksIn(line)).toEqual([])
  })

  it('in a document needs a colon or a comment: there a line begins with what it speaks of', () => {
    const spoken = [`* **${later} and ${broken}**: an inventory`, `# ${later}`, `- ${later} and ${broken} with age`]
    const meant = [`<!-- ${later} one -->`, `- [ ] ${later}: two`, `${broken}(ada): three`]
    const marks = marksIn([...spoken, ...meant].join('\n'), { isProse: true })
    expect(marks.map(({ line }) => line)).toEqual([4, 5, 6])
    expect(marksIn(`* **${later} and ${broken}**: in bold it is spoken of`)).toEqual([])
  })

  it('shortens what goes on and on, and passes over data', () => {
    expect(marksIn(`// ${later}: ${'x'.repeat(300)}`)[0]?.text).toHaveLength(161)
    expect(marksIn(`// ${later}: ${'x'.repeat(600)}`)).toEqual([])
  })
})

describe('the inventory', () => {
  it('knows author and age of each line, oldest first', async () => {
    const repository = repositoryWith(
      { files: { 'a b/ü.ts': `// ${later}: old\n` }, at: '2024-01-01T12:00:00Z', author: 'Ada' },
      {
        files: { 'a b/ü.ts': `// ${later}: old\n// ${broken}: newer\n` },
        at: '2024-05-01T12:00:00Z',
        author: 'Grace Hopper',
      },
    )
    const { findings, checked } = await auditOf(repository.path, findTodos, contextAt('2024-05-31T11:00:00Z'))
    expect(findings).toEqual([
      { file: 'a b/ü.ts', line: 1, word: later, text: 'old', author: 'Ada', ageDays: 150 },
      { file: 'a b/ü.ts', line: 2, word: broken, text: 'newer', author: 'Grace Hopper', ageDays: 29 },
    ])
    expect(checked).toBe(1)
  })

  it('knows no age of what was never committed: a changed line, a new file, an empty history', async () => {
    const repository = repositoryWith({ files: { 'a.ts': 'x\n' } })
    repository.write({
      'a.ts': `x\n// ${later}: changed\n`,
      'b.ts': `// ${later}: new\n`,
      'c.ts': `// ${later}: not in git\n`,
    })
    repository.git('add', 'b.ts')
    const { findings } = await auditOf(repository.path, findTodos)
    expect(findings.map(({ text, ageDays }) => [text, ageDays])).toEqual([
      ['changed', null],
      ['new', null],
    ])
    const empty = repositoryWith()
    empty.write({ 'a.ts': `// ${later}: first\n` })
    empty.git('add', '--all')
    expect((await auditOf(empty.path, findTodos)).findings).toMatchObject([
      { text: 'first', ageDays: null, author: null },
    ])
  })

  it('keeps what it has read when its time is up, without the ages', async () => {
    const repository = repositoryWith({ files: { 'a.ts': `// ${later}: one\n` } })
    const clock = new AbortController()
    const context = contextAt('2024-06-01T12:00:00Z', { timeUp: clock.signal, step: () => clock.abort() })
    const { findings, skipped } = await auditOf(repository.path, findTodos, context)
    expect(findings).toMatchObject([{ text: 'one', ageDays: null }])
    expect(skipped).toEqual(['No age for 1: the time for this audit was up.'])
  })

  it('leaves out what is not text, and says so', async () => {
    const files = { 'a.bin': `\0// ${later}: x\n`, 'large.txt': `// ${later}: x\n`.repeat(100_000), 'a.txt': 'x' }
    const { findings, skipped, checked } = await auditOf(repositoryWith({ files }).path, findTodos)
    expect(findings).toEqual([])
    expect(checked).toBe(1)
    expect(skipped).toEqual(['1 file left out: not text.', '1 file left out: larger than a megabyte.'])
  })
})
