// Every capability that is due is cited by the title of a test; this one lists those that are not.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** Due so far; later ones join when their work begins. */
const due = [
  ...['WS-1', 'WS-2', 'WS-5'],
  ...['AG-1', 'AG-2', 'AG-3', 'AG-4', 'AG-5'],
  ...['TK-1', 'TK-2', 'TK-3', 'TK-4', 'TK-5', 'TK-8', 'TK-9', 'TK-12', 'TK-13'],
  ...['RN-1', 'RN-2', 'RN-3'],
  ...['GV-1', 'GV-2', 'GV-3', 'GV-8'],
  ...['CO-1', 'CO-8', 'CO-9', 'OB-1', 'IF-1', 'IF-2', 'IF-3', 'IF-4', 'IF-6', 'IF-7'],
]

test('every capability that is due is cited by a test', () => {
  const files = globSync('{server,sdk,cli,skill,scripts,examples/*,bench}/test/**/*.test.ts', { cwd: root })
  const cited = new Set<string>()
  for (const file of files) {
    const titles = readFileSync(join(root, file), 'utf8').matchAll(/\b(?:test|it|describe)(?:\.\w+)*\(\s*[`'"](.*)/g)
    for (const [, title] of titles) for (const [id] of title!.matchAll(/\b[A-Z]{2}-\d+\b/g)) cited.add(id)
  }
  expect(due.filter((id) => !cited.has(id))).toEqual([])
})
