import { describe, expect, it } from 'vitest'
import { isInPart, nameOfPart, splitIntoParts } from '../src/audit/parts.ts'

const filesIn = (folder: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${folder}${folder === '' ? '' : '/'}file-${at}.ts`)

const sizes = { most: 4, filesEach: 25 }

describe('parts of a repository', () => {
  it.each([
    ['nothing', []],
    ['a few files', filesIn('', 3)],
    ['one flat folder', filesIn('src', 300)],
    [
      'one deep folder',
      [...filesIn('src/a', 90), ...filesIn('src/b/c', 80), ...filesIn('src/b/d', 70), ...filesIn('src', 5)],
    ],
    ['many folders', Array.from({ length: 60 }, (_, at) => filesIn(`package-${at}`, at)).flat()],
    ['names that begin alike', [...filesIn('a', 40), ...filesIn('ab', 40), ...filesIn('a/b', 40)]],
  ])('hold each file exactly once: %s', (_name, paths) => {
    const parts = splitIntoParts(paths, sizes)
    expect(parts.length).toBeGreaterThanOrEqual(1)
    expect(parts.length).toBeLessThanOrEqual(4)
    for (const path of paths) expect(parts.filter((part) => isInPart(part, path))).toHaveLength(1)
    expect(parts.reduce((sum, { files }) => sum + files, 0)).toBe(paths.length)
  })

  it('are about as large as each other where folders allow it', () => {
    const paths = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].flatMap((folder) => filesIn(`src/${folder}`, 30))
    expect(splitIntoParts(paths, sizes).map(({ files }) => files)).toEqual([60, 60, 60, 60])
  })

  it('have names a person can read', () => {
    const nameOf = (...units: [folder: string, isDeep: boolean][]) =>
      nameOfPart({ units: units.map(([folder, isDeep]) => ({ folder, isDeep })) })
    expect(nameOf(['', true])).toBe('the whole repository')
    expect(nameOf(['', false])).toBe('the top folder')
    expect(nameOf(['docs', true], ['spec', true])).toBe('docs/ and spec/')
    expect(nameOf(['src', false], ['src/a', true], ['b', true])).toBe('src/*, src/a/ and b/')
    expect(nameOf(['a', true], ['b', true], ['c', true], ['d', true])).toBe('a/, b/ and 2 more folders')
  })
})
