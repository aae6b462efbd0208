// The rules that are data: what they name must exist.
import { type Contract, listOperations } from '../contract/document.ts'
import { type Breach, breaches, duplicates, type Rule } from './breach.ts'

const actors = ['operator', 'lease_holder', 'agent', 'system', 'reviewer']

export const tableRules: Rule[] = [transitions, states, errors, events]

function transitions(contract: Contract): Breach[] {
  const { taskStates, events } = contract['x-mission-control']
  const stateNames = taskStates.states.map(({ name }) => name)
  const operationIds = listOperations(contract).map(({ id }) => id)
  return taskStates.transitions.flatMap(({ name, from, to, by, operation, event, description }) =>
    breaches(`transition ${name}`, [
      ...from.filter((it) => !['new', ...stateNames].includes(it)).map((it) => `comes from ${it}, which is no state`),
      !['ready*', ...stateNames].includes(to) && `leads to ${to}, which is no state`,
      by.length === 0 && 'is made by nobody',
      ...by.filter((it) => !actors.includes(it)).map((it) => `is made by ${it}; must be one of ${actors.join(', ')}`),
      operation !== null &&
        !operationIds.includes(operation) &&
        `names the operation ${operation}, which does not exist`,
      !(event in events) && `names the event ${event}, which rules/events.yaml does not have`,
      !description && 'has no description',
    ]),
  )
}

function states(contract: Contract): Breach[] {
  const { states, transitions } = contract['x-mission-control'].taskStates
  const reached = transitions.map(({ to }) => to.replace('*', ''))
  return [
    ...states.flatMap(({ name, description }) =>
      breaches(`state ${name}`, [
        !description && 'has no description',
        !reached.includes(name) && name !== 'backlog' && 'is never reached',
      ]),
    ),
    ...duplicates(states.map(({ name }) => name)).flatMap((name) => breaches(`state ${name}`, 'occurs twice')),
  ]
}

function errors(contract: Contract): Breach[] {
  return Object.entries(contract['x-mission-control'].errors).flatMap(([code, { status, retryable, message, hint }]) =>
    breaches(`error ${code}`, [
      !/^[a-z][a-z_]*$/.test(code) && 'must be written in snake_case',
      (!Number.isInteger(status) || status < 400 || status > 599) && 'status must be a number from 400 to 599',
      typeof retryable !== 'boolean' && 'must say whether it is retryable',
      !message && 'has no message',
      !hint && 'has no hint',
    ]),
  )
}

function events(contract: Contract): Breach[] {
  return Object.entries(contract['x-mission-control'].events).flatMap(([type, { description, subject }]) =>
    breaches(`event ${type}`, [
      !/^[a-z_]+\.[a-z_]+$/.test(type) && 'must read noun.past_tense',
      !description && 'has no description',
      !subject && 'has no subject',
    ]),
  )
}
