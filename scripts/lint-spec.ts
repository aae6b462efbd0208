// The style test of the contract: what a stranger, a generator or a validator needs of every operation must be there.
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Contract } from './contract/document.ts'
import { lintContract } from './lint-spec/rules.ts'

const file = resolve(import.meta.dirname, '..', process.argv[2] ?? 'spec/dist/openapi.json')
const contract: Contract = JSON.parse(await readFile(file, 'utf8'))
const breaches = lintContract(contract)

for (const { place, problem } of breaches) console.error(`${place}: ${problem}`)
if (breaches.length > 0) process.exitCode = 1
console.log(breaches.length === 0 ? 'The contract keeps its rules.' : `${breaches.length} breaches.`)
