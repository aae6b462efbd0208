// The words the lint rules are written in.
import { type Contract, listOperations, type Operation } from '../contract/document.ts'

/** A rule broken, and where: an operation id or a JSON pointer into the bundled document. */
export interface Breach {
  place: string
  problem: string
}

export type Rule = (contract: Contract) => Breach[]

/** A problem or several that a check found, or nothing. */
export type Finding = string | false | undefined | (string | false | undefined)[]

/** A rule that looks at one operation at a time. */
export function eachOperation(check: (operation: Operation, contract: Contract) => Finding): Rule {
  return (contract) =>
    listOperations(contract).flatMap((operation) => breaches(operation.id, check(operation, contract)))
}

export function breaches(place: string, finding: Finding): Breach[] {
  const problems = Array.isArray(finding) ? finding : [finding]
  return problems.filter((problem) => typeof problem === 'string').map((problem) => ({ place, problem }))
}

export function duplicates(names: string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
}
