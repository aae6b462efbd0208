// The part of the contract that concerns agents: what they may call with their key, and how they get one.
import { type Contract, listOperations, type Operation } from '../../scripts/contract/document.ts'

const roles = ['agent', 'registration', 'public']

export const agentOperations = (contract: Contract): Operation[] =>
  listOperations(contract).filter(({ raw }) => raw['x-roles']?.some((role) => roles.includes(role)))
