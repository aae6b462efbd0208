// The agents of the demo, each a process of its own with what it is good at and what it can help out with.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Agent } from '@mission-control/sdk'
import { auditCapability, summaryCapability } from '../worker/tasks.ts'
import type { Child } from './children.ts'
import type { Stage } from './stage.ts'

export interface Role {
  name: string
  description: string
  capabilities: string[]
  leaseSeconds: number
}

/** Each kind of audit can be done by two of them: where one dies, another goes on. */
export const roles = {
  links: {
    name: 'link-checker',
    description: 'Checks the relative links of Markdown files, helps out with TODO and FIXME, and sums up.',
    capabilities: [auditCapability('links'), auditCapability('todos'), summaryCapability],
    leaseSeconds: 30,
  },
  todos: {
    name: 'todo-finder',
    description: 'Lists TODO and FIXME with their age, and helps out with hot spots.',
    capabilities: [auditCapability('todos'), auditCapability('hotspots')],
    leaseSeconds: 30,
  },
  hotspots: {
    name: 'hot-spot-finder',
    description: 'Finds large files that change often, and helps out with links.',
    capabilities: [auditCapability('hotspots'), auditCapability('links')],
    // The shortest there is: this one will be killed, and a person waits for its lease to run out.
    leaseSeconds: 10,
  },
} satisfies Record<string, Role>

export interface Actor {
  role: Role
  child: Child
  agent: Agent
  keyFile: string
}

const program = fileURLToPath(new URL('../agent.ts', import.meta.url))

/** Starts it and waits until the server knows it. With the key of an earlier life it is the same agent again. */
export async function enter(stage: Stage, role: Role): Promise<Actor> {
  const token = await enroll(stage, role.name, role.capabilities)
  const keyFile = keyFileOf(stage, role.name)
  const child = stage.children.start({
    name: role.name,
    file: program,
    args: [
      ...['--url', stage.server.url, '--name', role.name, '--description', role.description],
      ...['--key-file', keyFile, '--lease-seconds', String(role.leaseSeconds)],
    ],
    env: { MC_ENROLLMENT_TOKEN: token, MC_ADMIN_KEY: undefined },
  })
  return { role, child, keyFile, agent: await agentCalled(stage, role.name) }
}

export const keyFileOf = ({ folders }: Stage, name: string): string => join(folders.keys, name)

/** Lets one agent of this name in, with exactly these capabilities. */
export async function enroll({ admin }: Stage, name: string, capabilities: string[]): Promise<string> {
  const { secret } = await admin.enrollmentTokens.create({ name: `The demo's ${name}`, capabilities })
  return secret ?? ''
}

export async function agentCalled({ admin, watch }: Stage, name: string): Promise<Agent> {
  await watch.until(`${name} to join`, ({ type, payload }) => type === 'agent.approved' && payload.name === name)
  const { data } = await admin.agents.list({ name })
  const [agent] = data
  if (!agent) throw new Error(`The agent ${name} joined and cannot be found.`)
  return agent
}
