// Puts the helper's files together into one that needs nothing beside it, with its comments: people read it before they run it.
import { readFileSync } from 'node:fs'
import type { Contract } from '../../scripts/contract/document.ts'
import { notice } from '../../scripts/generate/text.ts'
import { operationsModule } from './operations.ts'

const source = new URL('../src/', import.meta.url)

/** In the order in which they build on one another. */
const files = [
  'failure.mjs',
  'words.mjs',
  'state.mjs',
  'request.mjs',
  'session.mjs',
  'verbs/join.mjs',
  'verbs/claim.mjs',
  'verbs/work.mjs',
  'verbs/ask.mjs',
  'verbs/attach.mjs',
  'verbs/end.mjs',
  'verbs/look.mjs',
  'main.mjs',
]

export function missionScript(contract: Contract): string {
  const texts = [operationsModule(contract), ...files.map((file) => readFileSync(new URL(file, source), 'utf8'))]
  const imported = new Map<string, string[]>()
  const parts = texts.map((text) => withoutModuleWords(text.replace(`// ${notice}\n`, ''), imported))
  const imports = [...imported].sort().map(([from, names]) => {
    const unique = new Set(names.map((name) => name.trim()).filter(Boolean))
    return `import { ${[...unique].sort().join(', ')} } from '${from}'`
  })
  return `#!/usr/bin/env node
// ${notice}
// Lets an agent work with Mission Control: node mission.mjs --help. One file, Node 20 or newer, nothing to install.
${imports.join('\n')}

${parts.join('\n\n')}
`
}

/** Takes the imports out, noting those of Node itself, and makes what was exported plain. */
function withoutModuleWords(text: string, imported: Map<string, string[]>): string {
  const rest = text.replace(/^import \{([^}]+)\} from '([^']+)'\n/gm, (_, names: string, from: string) => {
    if (from.startsWith('node:')) imported.set(from, [...(imported.get(from) ?? []), ...names.split(',')])
    return ''
  })
  const left = /^import\b.*$/m.exec(rest)
  if (left) throw new Error(`skill/src: cannot put this together: ${left[0]}`)
  return rest
    .replace(/^export /gm, '')
    .replace(/import\('[^']+'\)\./g, '')
    .trim()
}
