import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Contract } from '../../scripts/contract/document.ts'
import { agentOperations } from '../build/agent-operations.ts'
import { namesInTemplate } from '../build/skill-page.ts'
import { script } from './support/helper.ts'

const folder = fileURLToPath(new URL('../dist/mission-control/', import.meta.url))
const read = (path: string) => readFileSync(join(folder, path), 'utf8')
const contract = JSON.parse(readFileSync(new URL('../../spec/dist/openapi.json', import.meta.url), 'utf8')) as Contract

describe('SKILL.md (IF-4)', () => {
  const text = read('SKILL.md')
  const [, frontmatter = '', body = ''] = /^---\n(.*?)\n---\n(.*)$/s.exec(text) ?? []

  it('has only the keys that every client takes', () => {
    const keys = frontmatter.split('\n').flatMap((line) => /^(\w[\w-]*):/.exec(line)?.[1] ?? [])
    expect(keys).toEqual(['name', 'description', 'license', 'metadata'])
  })

  it('bears the name of its folder and says what it is for in one line of less than 160 characters', () => {
    expect(frontmatter).toMatch(/^name: mission-control$/m)
    const description = /^description: (.+)$/m.exec(frontmatter)?.[1] ?? ''
    expect(description.length).toBeGreaterThan(60)
    expect(description.length).toBeLessThan(160)
    // A colon and a space would begin a mapping, a quote a quoted text.
    expect(description).not.toMatch(/: |["'#]/)
  })

  it('writes its metadata as block YAML, with the node it needs and nothing a new agent lacks', () => {
    expect(frontmatter).not.toMatch(/[{[]/)
    expect(frontmatter).toContain('    requires:\n      bins:\n        - node\n')
    expect(frontmatter).not.toMatch(/^ {6}env:/m)
    expect(frontmatter).toContain('primaryEnv: MC_API_KEY')
  })

  it('names every variable that the helper reads', () => {
    const variables = new Set(
      [...read('scripts/mission.mjs').matchAll(/process\.env\.(MC_\w+)/g)].map(([, name]) => name),
    )
    expect(variables.size).toBeGreaterThan(3)
    for (const name of variables) expect(frontmatter).toContain(`- name: ${name}\n`)
  })

  it('is short enough to be read in one go', () => {
    expect(text.length).toBeLessThan(5_000)
    expect(body.split('\n').length).toBeLessThan(500)
  })

  it('teaches no request with a key in it, for what a model reads is masked', () => {
    for (const path of ['SKILL.md', 'references/api.md']) {
      expect(read(path)).not.toMatch(/curl|Bearer|X-API-Key|mc_(agent|user|enroll|reg)_|apiKey/)
    }
  })

  it('names files relative to itself, and they are there', () => {
    expect(text).not.toContain('{baseDir}')
    const named = [...text.matchAll(/(?:scripts|references)\/[\w.-]+/g)].map(([path]) => path)
    expect(new Set(named)).toEqual(new Set(['scripts/mission.mjs', 'references/api.md']))
    for (const path of named) expect(existsSync(join(folder, path)), path).toBe(true)
  })

  it('leaves nothing of the template open', () => {
    const known = [...agentOperations(contract).map(({ id }) => id), 'version', 'notice']
    expect(known).toEqual(expect.arrayContaining(namesInTemplate()))
    expect(text).not.toMatch(/\{\{|\}\}/)
  })

  it('shows only verbs and options that the helper has', () => {
    const help = execFileSync(process.execPath, [script, '--help'], { encoding: 'utf8' })
    const commands = [...text.matchAll(/node scripts\/mission\.mjs (\w+)([^`\n]*)/g)]
    expect(commands.length).toBeGreaterThan(10)
    for (const [command, verb, rest = ''] of commands) {
      const usage = help.split('\n').find((line) => line.startsWith(`  ${verb} `) || line === `  ${verb}`)
      expect(usage, command).toBeDefined()
      for (const [option] of rest.replace(/"[^"]*"|'[^']*'/g, '').matchAll(/--[\w-]+/g))
        expect(usage, command).toContain(option)
    }
  })
})

describe('The folder of the skill (IF-4)', () => {
  it('holds text files only', () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(files.map(({ name }) => name).sort()).toEqual(['SKILL.md', 'api.md', 'mission.mjs'])
    for (const { parentPath, name } of files) expect(readFileSync(join(parentPath, name)).includes(0), name).toBe(false)
  })

  it('has a helper that is one file and needs Node alone', () => {
    const text = read('scripts/mission.mjs')
    const sources = [...text.matchAll(/^import .* from '([^']+)'$/gm)].map(([, from]) => from)
    expect(sources.length).toBeGreaterThan(3)
    for (const from of sources) expect(from).toMatch(/^node:/)
    expect(text).not.toMatch(/\bimport\(|\brequire\(|^export /m)
  })

  it('has a reference with every operation that an agent may call', () => {
    const reference = read('references/api.md')
    const missing = agentOperations(contract).filter(({ id }) => !reference.includes(`### ${id}\n`))
    expect(missing).toEqual([])
    // Beyond this some clients cut off what they read.
    expect(reference.length).toBeLessThan(32_000)
  })
})
