// The agents of a workspace, and those that ask to join it.
import type { Command } from 'commander'
import { addGroup, type Building } from '../../command.ts'
import { addAgentList } from './list.ts'
import { addAgentApprove, addAgentReject } from './registration.ts'

export function addAgents(program: Command, building: Building): void {
  const agents = addGroup(program, 'agents', 'list agents, and let in those that ask to join')
  addAgentList(agents, building)
  addAgentApprove(agents, building)
  addAgentReject(agents, building)
}
