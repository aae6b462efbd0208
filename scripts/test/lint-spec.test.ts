import { describe, expect, it } from 'vitest'
import type { Contract, RawOperation, Schema } from '../contract/document.ts'
import { lintContract } from '../lint-spec/rules.ts'
import { smallContract } from './small-contract.ts'

const create = (contract: Contract): RawOperation => contract.paths['/tasks']?.post as RawOperation
const get = (contract: Contract): RawOperation => contract.paths['/tasks/{taskId}']?.get as RawOperation
const schema = (contract: Contract, name: string): Schema => contract.components.schemas[name] as Schema
const property = (contract: Contract, name: string, of: string): Schema =>
  schema(contract, name).properties?.[of] as Schema
const rules = (contract: Contract) => contract['x-mission-control']

/** What is done to the contract, and the breach that must name the place and the matter. */
const breaches: [string, (contract: Contract) => void, place: string, problem: RegExp][] = [
  ['a missing summary', (it) => delete create(it).summary, 'tasks.create', /no summary/],
  ['a long summary', (it) => Object.assign(create(it), { summary: 'x'.repeat(70) }), 'tasks.create', /shorter than 70/],
  ['a missing description', (it) => delete get(it).description, 'tasks.get', /no description/],
  ['an id that is no noun.verb', (it) => Object.assign(get(it), { operationId: 'getTask' }), 'getTask', /noun\.verb/],
  ['an id given twice', (it) => Object.assign(get(it), { operationId: 'tasks.list' }), 'tasks.list', /occurs twice/],
  ['missing tags', (it) => delete get(it).tags, 'tasks.get', /no tags/],
  ['an unknown role', (it) => Object.assign(get(it), { 'x-roles': ['guest'] }), 'tasks.get', /guest/],
  ['a missing scope', (it) => delete get(it)['x-scope'], 'tasks.get', /x-scope/],
  ['an unknown idempotency', (it) => Object.assign(get(it), { 'x-idempotency': 'yes' }), 'tasks.get', /x-idempotency/],
  ['an unknown error', (it) => Object.assign(get(it), { 'x-errors': ['oops'] }), 'tasks.get', /oops/],
  ['a common error', (it) => Object.assign(get(it), { 'x-errors': ['shutting_down'] }), 'tasks.get', /any operation/],
  [
    'a query beside a body',
    (it) => Object.assign(create(it), { parameters: [{ $ref: '#/components/parameters/Limit' }] }),
    'tasks.create',
    /both query parameters and a body/,
  ],
  [
    'one name twice',
    (it) => {
      Object.assign(create(it), {
        parameters: [{ name: 'title', in: 'path', description: 'T.', schema: { type: 'string', maxLength: 9 } }],
      })
    },
    'tasks.create',
    /title occurs twice/,
  ],
  [
    'an undeclared path parameter',
    (it) => delete it.paths['/tasks/{taskId}']?.parameters,
    'tasks.get',
    /taskId is not/,
  ],
  [
    'a body that is not named',
    (it) => Object.assign(create(it).requestBody?.content?.['application/json'] ?? {}, { schema: { type: 'object' } }),
    'tasks.create',
    /named one/,
  ],
  [
    'an open body',
    (it) => Object.assign(schema(it, 'CreateTask'), { additionalProperties: true }),
    'tasks.create',
    /CreateTask.*additionalProperties/,
  ],
  ['a missing refusal', (it) => delete create(it).responses?.['4XX'], 'tasks.create', /4XX/],
  ['no success', (it) => delete create(it).responses?.['201'], 'tasks.create', /exactly one 2xx/],
  [
    'a missing example',
    (it) => delete create(it).responses?.['201']?.content?.['application/json']?.example,
    'tasks.create',
    /no example/,
  ],
  [
    'an example that does not fit',
    (it) => Object.assign(create(it).requestBody?.content?.['application/json'] ?? {}, { example: { title: 5 } }),
    'tasks.create request example',
    /\/title must be string/,
  ],
  [
    'an undescribed property',
    (it) => delete property(it, 'Task', 'id').description,
    '#/components/schemas/Task/properties/id',
    /no description/,
  ],
  [
    'a forbidden word',
    (it) => Object.assign(property(it, 'Task', 'id'), { not: { const: 'x' } }),
    '#/components/schemas/Task/properties/id',
    /not is forbidden/,
  ],
  [
    'an unbounded text in a request',
    (it) => delete property(it, 'CreateTask', 'title').maxLength,
    '#/components/schemas/CreateTask/properties/title',
    /maxLength/,
  ],
  [
    'oneOf in a request',
    (it) => Object.assign(property(it, 'CreateTask', 'title'), { oneOf: [] }),
    '#/components/schemas/CreateTask/properties/title',
    /oneOf is forbidden/,
  ],
  [
    'a default in an answer',
    (it) => Object.assign(property(it, 'Task', 'title'), { default: 'x' }),
    '#/components/schemas/Task/properties/title',
    /no default/,
  ],
  [
    'a property of an answer that may be missing',
    (it) => Object.assign(schema(it, 'Task'), { required: ['id'] }),
    '#/components/schemas/Task',
    /title of an answer must be required/,
  ],
  [
    'a transition to a state there is not',
    (it) => Object.assign(rules(it).taskStates.transitions[0] ?? {}, { to: 'redy' }),
    'transition create',
    /redy/,
  ],
  [
    'a transition by an operation there is not',
    (it) => Object.assign(rules(it).taskStates.transitions[0] ?? {}, { operation: 'tasks.make' }),
    'transition create',
    /tasks\.make/,
  ],
  [
    'a transition with an event there is not',
    (it) => Object.assign(rules(it).taskStates.transitions[0] ?? {}, { event: 'task.made' }),
    'transition create',
    /task\.made/,
  ],
  [
    'an error without a hint',
    (it) => Object.assign(rules(it).errors.limit_reached ?? {}, { hint: '' }),
    'error limit_reached',
    /no hint/,
  ],
]

describe('The lint of the contract', () => {
  it('finds nothing in a contract that keeps the rules', () => {
    expect(lintContract(smallContract())).toEqual([])
  })

  it.each(breaches)('refuses %s and names the place', (_name, damage, place, problem) => {
    const contract = smallContract()
    damage(contract)
    expect(lintContract(contract)).toContainEqual({ place, problem: expect.stringMatching(problem) })
  })
})
