// The documents of the SDK: every example compiles, every link leads somewhere, and a gap is found.
import { glob, readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { apiReport } from '../sdk-docs/api-report.ts'
import { gapsOf, unshownIn } from '../sdk-docs/audit.ts'
import { parseComment } from '../sdk-docs/comment.ts'
import { compileExamples, errorsIn, examplesOf, withoutCode } from '../sdk-docs/examples.ts'
import { anchorOf } from '../sdk-docs/links.ts'
import { openSdk } from '../sdk-docs/program.ts'
import { usesIn } from '../sdk-docs/uses.ts'

const root = resolve(import.meta.dirname, '../..')
const sdk = openSdk(root)

describe('The documents of the SDK (IF-3)', () => {
  const pages = new Map<string, string>()

  beforeAll(async () => {
    for await (const path of glob(['README.md', 'docs/**/*.md'], { cwd: sdk.folder }))
      pages.set(path, await readFile(join(sdk.folder, path), 'utf8'))
  })

  it('have examples that compile, strictly', () => {
    const examples = [...pages].flatMap(([path, text]) => examplesOf(path, text))
    console.log(`${examples.length} examples on ${pages.size} pages.`)
    expect(examples.length).toBeGreaterThan(pages.size)
    expect(errorsIn(compileExamples(sdk, examples))).toEqual([])
  })

  it('have links that lead somewhere', () => {
    const broken = [...pages].flatMap(([path, text]) =>
      linksIn(text).flatMap((link) => {
        const [file = '', anchor] = link.split('#')
        const target = file === '' ? path : join(dirname(path), file)
        const isThere = pages.has(target) && (!anchor || anchorsOf(pages.get(target)!).includes(anchor))
        return isThere ? [] : [`${path}: ${link}`]
      }),
    )
    expect(broken).toEqual([])
  })

  it('have no heading twice, for links go to the first', () => {
    const twice = [...pages].flatMap(([path, text]) =>
      anchorsOf(text).flatMap((anchor, index, all) => (all.indexOf(anchor) === index ? [] : [`${path}: ${anchor}`])),
    )
    expect(twice).toEqual([])
  })
})

describe('An example (IF-3)', () => {
  it('that asks for what is not there does not compile', () => {
    const text = "```ts\nawait missionControl.tasks.create({ name: 'Look' })\n```"
    expect(errorsIn(compileExamples(sdk, examplesOf('page.md', text)))).toEqual([
      expect.stringMatching(/^page\.md:2 .*'name'/),
    ])
  })
})

describe('What is exported without a word about it (IF-3)', () => {
  const gapsIn = (text: string) => gapsOf(openSdk(root, new Map([['sdk/src/track/track.ts', text]]))).join('\n')

  it('is found, and so is a number of which nobody says what it counts', () => {
    const gaps = gapsIn(`
      export interface Bare {
        wait: number
        /** How long to wait. */
        pause: number
        /** How long to rest, in days. */
        rest: number
      }
      /** What one may choose. */
      export interface CallOptions {
        /** The colour. */
        colour?: string
      }
      /** A call. */
      export function call(options: CallOptions): void {}
    `)
    expect(gaps).toBe(
      [
        'Bare has no comment.',
        'Bare.wait has no comment.',
        'Bare.wait is a number without a unit.',
        'Bare.pause is a number without a unit.',
        'CallOptions.colour has no default.',
        'call has no example.',
      ].join('\n'),
    )
  })
})

describe('An export that no example shows (IF-3)', () => {
  const own = `
    export interface Lamp { isLit: boolean; on(): void; off(): void }
    export interface Shelf { lamps: Lamp[] }
    export type Colour = 'red' | 'blue'
    export interface Paint { colour: Colour; spread?(coats: string): void }
    export function paint(given: Paint): Promise<Shelf | null> { return Promise.resolve(null) }
    export class Brush { clean(): void {} }
  `
  const examples = {
    'nothing.md': 'console.log(1)',
    'names.md': "import { paint } from '@mission-control/sdk/track'\n\nclass Brush { clean() {} }\nnew Brush().clean()",
    'almost-all.md': [
      "import { Brush, paint } from '@mission-control/sdk/track'\n",
      "const shelf = await paint({ colour: 'red', spread: (coats) => console.log(coats) })",
      'shelf?.lamps[0]?.on()',
      'new Brush().clean()',
    ].join('\n'),
  }
  const made = openSdk(root, new Map([['sdk/src/track/track.ts', own]]))
  const names = made.entries.find(({ name }) => name === 'track')!.exports.map(({ name }) => name)
  const pages = Object.entries(examples).flatMap(([page, code]) => examplesOf(page, `\`\`\`ts\n${code}\n\`\`\``))
  const uses = usesIn(made, compileExamples(made, pages))

  const unshownOn = (page: keyof typeof examples) => {
    const onPage = [...uses].filter(([, all]) => all.some(({ example }) => example.page === page))
    return unshownIn(made, new Map(onPage)).filter((gap) => names.some((name) => gap.startsWith(name)))
  }

  it('is named, and so is each of its methods', () => {
    expect(unshownOn('nothing.md')).toEqual([
      'Brush is shown in no example.',
      'Brush.clean is shown in no example.',
      'Colour is shown in no example.',
      'Lamp is shown in no example.',
      'Lamp.on is shown in no example.',
      'Lamp.off is shown in no example.',
      'Paint is shown in no example.',
      'Paint.spread is shown in no example.',
      'Shelf is shown in no example.',
      'paint is shown in no example.',
    ])
  })

  it('is not shown by an import alone, nor by what only has its name', () => {
    expect(unshownOn('names.md')).toEqual(unshownOn('nothing.md'))
  })

  it('is shown by what has its type, by what is filled in for it, and by its methods', () => {
    expect(unshownOn('almost-all.md')).toEqual(['Lamp.off is shown in no example.'])
  })
})

describe('The report of what the SDK promises (IF-3)', () => {
  it('has what is exported, what that leads to, and no words', () => {
    const text = `
      import type { Task } from '../generated/openapi.ts'
      interface Hidden { depth: number }
      /** A call. */
      export function call(given: Hidden, again = given.depth): Promise<Task | Hidden> { return Promise.resolve(given) }
    `
    const report = apiReport(openSdk(root, new Map([['sdk/src/track/track.ts', text]])))
    const [entry = '', rest = ''] = report.slice(report.indexOf('## @mission-control/sdk/track')).split('## What these')
    expect(entry).toContain('function call(given: Hidden, again?: number): Promise<Task | Hidden>;')
    expect(rest).toContain('interface Hidden {\n  depth: number;\n}')
    expect(report).toContain('type Task = {\n  id: string;')
    expect(report).not.toContain('A call.')
  })

  it('tells the fields of a path and a query where they are given', () => {
    const report = apiReport(sdk)
    expect(report).toContain('get(input: { taskId: string; }, options?: RequestOptions): Call<TaskDetail>;')
  })
})

describe('A comment (IF-3)', () => {
  it('may give its default in the middle of a line, but not in the middle of code', () => {
    expect(parseComment('/** Most tasks at once. @default 1 */')).toMatchObject({
      text: 'Most tasks at once.',
      defaultValue: '1',
    })
    expect(parseComment('/** Give `a @default b`. */')).toMatchObject({ text: 'Give `a @default b`.' })
  })

  it('keeps the indentation of its example', () => {
    const { examples } = parseComment(
      '/**\n * Does.\n *\n * @example\n * ```ts\n * if (a) {\n *   b()\n * }\n * ```\n */',
    )
    expect(examples).toEqual(['if (a) {\n  b()\n}'])
  })
})

const linksIn = (text: string): string[] =>
  [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^https?:/.test(link))

const anchorsOf = (text: string): string[] =>
  [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading))
