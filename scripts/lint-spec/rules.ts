// The list of all lint rules, and how they are run.
import type { Contract } from '../contract/document.ts'
import { answerRules } from './answers.ts'
import { bodyRules } from './bodies.ts'
import type { Breach, Rule } from './breach.ts'
import { exampleRules } from './examples.ts'
import { operationRules } from './operations.ts'
import { schemaRules } from './schemas.ts'
import { tableRules } from './tables.ts'

const rules: Rule[] = [...operationRules, ...bodyRules, ...answerRules, ...schemaRules, ...exampleRules, ...tableRules]

export function lintContract(contract: Contract): Breach[] {
  return rules.flatMap((rule) => rule(contract))
}
