// Letting agents in that ask to join, or not. The claim code is compared: anybody can ask under any name.
import type { MissionControl, Registration } from '@mission-control/sdk'
import { Argument, type Command } from 'commander'
import { type Ask, withQuestions } from '../../ask.ts'
import { askForText, choose, confirmed, needsSomebody } from '../../choose.ts'
import { addCommand, type Building } from '../../command.ts'
import { operation } from '../../contract/catalog.ts'
import { problemsOf } from '../../contract/check.ts'
import { inputOf, kebab, optionsOf } from '../../contract/option.ts'
import { interrupted, notFound, wrongUsage } from '../../failure.ts'
import { resolveId } from '../../ids.ts'
import { details } from '../../output/details.ts'
import type { Column } from '../../output/table.ts'
import { oneLine } from '../../output/text.ts'
import { when } from '../../output/values.ts'
import { type Session, take } from '../../session.ts'
import { canAsk } from '../../terminal.ts'

const idArgument = () => new Argument('[id]', 'claim code, name or id of who asks, or the end of the id')

export function addAgentApprove(parent: Command, building: Building): void {
  const entry = operation('registrations.approve')
  const fields = entry.fields.filter(({ name }) => name !== 'registrationId')
  addCommand<Record<string, unknown>>(parent, building, {
    name: 'approve',
    summary: 'let an agent join that asks to',
    description: `${entry.description}\nWithout an id it shows who asks and asks which; needs a terminal.`,
    args: [idArgument()],
    options: fields.flatMap((field) => optionsOf(field, kebab(field.name))),
    examples: [
      ['mission agents approve', 'shows who asks to join, with the claim codes, and asks which'],
      ['mission agents approve K7Q2M4XC --capabilities git,shell', 'by the code the agent shows, with exactly these'],
    ],
    async run(session, [id], options) {
      const input = await inputOf(fields, options, kebab, session.terminal)
      const problems = problemsOf({ fields }, input)
      if (problems.length > 0) throw wrongUsage(`It cannot be let in so: ${problems.join('; ')}.`)
      const client = await session.client()
      const registrationId = id
        ? await find(session, client, id)
        : await pick(session, client, async (ask) => {
            if (!(await confirmed(ask, 'Does the agent show this code, and may it join?'))) throw interrupted()
          })
      const agent = await session.waiting('letting it in', () =>
        client.registrations.approve({ registrationId, ...input }, session.options),
      )
      const words = agent.capabilities.length > 0 ? ` with ${agent.capabilities.map(oneLine).join(', ')}` : ''
      session.show(agent, () => `${oneLine(agent.name)} may join${words}. It fetches its key by itself.`)
    },
  })
}

export function addAgentReject(parent: Command, building: Building): void {
  const entry = operation('registrations.reject')
  const fields = entry.fields.filter(({ name }) => name !== 'registrationId')
  addCommand<Record<string, unknown>>(parent, building, {
    name: 'reject',
    summary: 'refuse an agent that asks to join',
    description: `${entry.description}\nWithout an id it shows who asks and asks which; needs a terminal.`,
    args: [idArgument()],
    options: fields.flatMap((field) => optionsOf(field, kebab(field.name))),
    examples: [
      ['mission agents reject', 'shows who asks to join and asks which, and why not'],
      ['mission agents reject K7Q2M4XC --reason "Not one of ours."', 'by the code the agent shows'],
    ],
    async run(session, [id], options) {
      const client = await session.client()
      let reason = options.reason as string | undefined
      const askWhy = async (ask: Ask) => {
        reason ??= await askForText(ask, 'Why not? ')
      }
      if (id && reason === undefined && !canAsk(session.terminal))
        throw wrongUsage('Say why with --reason: the agent is told.')
      const registrationId = id ? await find(session, client, id) : await pick(session, client, askWhy)
      if (reason === undefined) await withQuestions(session.terminal, askWhy)
      const answer = await session.waiting('refusing it', () =>
        client.registrations.reject({ registrationId, reason: reason! }, session.options),
      )
      session.show(answer, () => `${oneLine(answer.name)} may not join.`)
    },
  })
}

async function find(session: Session, client: MissionControl, text: string): Promise<string> {
  const pending = await waiting(session, client)
  const byCode = pending.find(({ claimCode }) => claimCode?.toUpperCase() === text.toUpperCase())
  if (byCode) return byCode.id
  return resolveId(
    text,
    'agent that asks to join',
    async function* () {
      for (const { id, name } of pending) yield { id, label: name }
    },
    'the claim code it shows, its name, its id, or the end of the id; mission agents tells who asks',
  )
}

const waiting = (session: Session, client: MissionControl): Promise<Registration[]> =>
  session.waiting('reading who asks to join', () =>
    take(client.registrations.list({ state: 'pending', limit: 200 }, session.options), 1000),
  )

async function pick(session: Session, client: MissionControl, andAsk: (ask: Ask) => Promise<void>): Promise<string> {
  needsSomebody(session, 'Name who is meant.', 'mission api registrations.list --state pending lists who asks to join.')
  const pending = await waiting(session, client)
  if (pending.length === 0) throw notFound('No agent asks to join.')
  return withQuestions(session.terminal, async (ask) => {
    const registration = await choose(session, ask, pending, registrationColumns(session))
    session.note(`\n${registrationText(session, registration)}\n`)
    await andAsk(ask)
    return registration.id
  })
}

const registrationColumns = (session: Session): Column<Registration>[] => [
  { title: 'CODE', value: ({ claimCode }) => claimCode ?? '' },
  { title: 'NAME', value: ({ name }) => name, atLeast: 10 },
  { title: 'RUNS ON', value: ({ runtime }) => runtime ?? '', atLeast: 8, spare: 2 },
  { title: 'CAPABILITIES', value: ({ capabilities }) => capabilities.join(', '), atLeast: 12, spare: 1 },
  { title: 'ASKED', value: ({ createdAt }) => when(createdAt, session.now()), spare: 3 },
]

function registrationText({ style }: Session, registration: Registration): string {
  const { name, claimCode, description, capabilities, provider, model, runtime, version, endpoint } = registration
  const plain = (text: string | null) => (text === null ? null : oneLine(text))
  return `${style('bold', oneLine(name))}\n${details(style, [
    ['code', claimCode],
    ['about', plain(description)],
    ['asks for', capabilities.map(oneLine).join(', ') || 'no capability'],
    ['tasks', `${registration.maxConcurrentTasks} at once`],
    ['model', plain([provider, model].filter(Boolean).join(' ') || null)],
    ['runs on', plain(runtime)],
    ['version', plain(version)],
    ['endpoint', plain(endpoint)],
  ])}`
}
