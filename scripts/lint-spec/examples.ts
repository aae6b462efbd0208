// Examples that do not fit their own schema teach people and models the wrong thing.

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { type Contract, escapePointer, jsonType, listOperations, type MediaType } from '../contract/document.ts'
import { type Breach, breaches, type Rule } from './breach.ts'

export const exampleRules: Rule[] = [mediaTypeExamples, schemaExamples]

interface Example {
  place: string
  /** Where its schema stands, as the steps of a JSON pointer. */
  steps: string[]
  value: unknown
}

function mediaTypeExamples(contract: Contract): Breach[] {
  const examples = listOperations(contract).flatMap(({ id, path, method, raw }) => {
    const steps = ['paths', path, method]
    const request = raw.requestBody?.content?.[jsonType]
    const responses = Object.entries(raw.responses ?? {})
    return [
      ...exampleOf(`${id} request example`, [...steps, 'requestBody'], request),
      ...responses.flatMap(([status, response]) =>
        exampleOf(`${id} response ${status} example`, [...steps, 'responses', status], response.content?.[jsonType]),
      ),
    ]
  })
  return validateAll(contract, examples)
}

function schemaExamples(contract: Contract): Breach[] {
  const examples = Object.entries(contract.components.schemas).flatMap(([name, { example }]) => {
    const steps = ['components', 'schemas', name]
    return example === undefined ? [] : [{ place: `#/components/schemas/${name}/example`, steps, value: example }]
  })
  return validateAll(contract, examples)
}

function exampleOf(place: string, steps: string[], media: MediaType | undefined): Example[] {
  if (media?.example === undefined || !media.schema) return []
  return [{ place, steps: [...steps, 'content', jsonType, 'schema'], value: media.example }]
}

function validateAll(contract: Contract, examples: Example[]): Breach[] {
  const validatorAt = validators(contract)
  return examples.flatMap(({ place, steps, value }) => {
    const validate = validatorAt(steps)
    if (validate(value)) return []
    const problems = (validate.errors ?? []).map((error) => `${error.instancePath || '/'} ${error.message}`)
    return breaches(place, problems)
  })
}

function validators(contract: Contract): (steps: string[]) => ValidateFunction {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false })
  addFormats.default(ajv)
  ajv.addSchema(contract, 'contract')
  return (steps) => {
    const pointer = steps.map((step) => encodeURIComponent(escapePointer(step))).join('/')
    const validate = ajv.getSchema(`contract#/${pointer}`)
    if (!validate) throw new Error(`No schema at ${pointer}`)
    return validate
  }
}
