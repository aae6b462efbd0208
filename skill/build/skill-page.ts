// SKILL.md: the template, with the command lines that the contract gives as examples.
import { readFileSync } from 'node:fs'
import { type Contract, listOperations } from '../../scripts/contract/document.ts'
import { notice } from '../../scripts/generate/text.ts'

const template = readFileSync(new URL('../template.md', import.meta.url), 'utf8')
const placeholder = /\{\{([\w.]+)\}\}/

/** A line about an operation that the contract does not have is left out. */
export function skillPage(contract: Contract): string {
  const words = new Map([
    ['version', contract.info.version],
    ['notice', `<!-- ${notice} -->`],
    ...listOperations(contract).flatMap(({ id, raw }) => {
      const example = raw['x-example-cli']
      return typeof example === 'string' ? ([[id, example]] as const) : []
    }),
  ])
  const lines = template.split('\n').flatMap((line) => {
    const name = placeholder.exec(line)?.[1]
    if (name === undefined) return [line]
    const word = words.get(name)
    return word === undefined ? [] : [line.replace(placeholder, word)]
  })
  return lines.join('\n')
}

/** What the template asks the contract for. */
export const namesInTemplate = (): string[] =>
  [...template.matchAll(new RegExp(placeholder, 'g'))].map(([, name]) => name ?? '')
