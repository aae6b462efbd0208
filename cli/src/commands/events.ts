// What happened in a workspace, and what happens.
import type { Event, EventType, MissionControl } from '@mission-control/sdk'
import { type Command, Option } from 'commander'
import { addCommand, type Building } from '../command.ts'
import { eventTypes } from '../contract/catalog.ts'
import { offerChoices } from '../contract/option.ts'
import { interrupted, wrongUsage } from '../failure.ts'
import { named, resolveId } from '../ids.ts'
import { cut, oneLine } from '../output/text.ts'
import { clockTime, fullTime, parseTime, shortId } from '../output/values.ts'
import { type Session, take } from '../session.ts'
import { limitOf, limitOption } from './limit.ts'
import { findTask } from './task/find.ts'

interface EventsOptions {
  readonly follow?: boolean
  readonly type?: string
  readonly task?: string
  readonly agent?: string
  readonly since?: string
  readonly limit?: string
}

const nouns = [...new Set(eventTypes.map((type) => type.split('.')[0]!))]

export function addEvents(program: Command, building: Building): void {
  addCommand<EventsOptions>(program, building, {
    name: 'events',
    summary: 'show what happened, or follow what happens',
    description:
      'Prints the last events, oldest first. With --follow it goes on with what happens, without gap or repeat, also over\n' +
      'broken connections and restarts of the server, until Ctrl-C; with --json then as JSON lines.',
    options: [
      new Option('-f, --follow', 'go on with what happens'),
      offerChoices(
        new Option('--type <a,b,…>', 'only these types, such as task.completed, or task for all of a kind'),
        [...nouns, ...eventTypes],
      ),
      new Option('--task <id>', 'only of this task; the end of its id will do'),
      new Option('--agent <id>', 'only about this agent; its name will do'),
      new Option('--since <time>', 'only from this time on: 2026-03-20T17:00:00Z, a day, or a span such as 2h'),
      limitOption(20),
    ],
    examples: [
      ['mission events --follow', 'all that happens, as it happens'],
      [
        'mission events --type task.failed,approval --since 1d --limit 200',
        'what went wrong or was asked since yesterday',
      ],
      ['mission events --follow --type task.completed --json | while read -r event; do …; done', 'for a script'],
    ],
    async run(session, _args, options) {
      const limit = limitOf(options.limit, 20)
      const types = typesOf(options.type)
      const since = sinceOf(session, options.since)
      const client = await session.client()
      const taskId = options.task === undefined ? undefined : await findTask(session, client, options.task)
      const agentId = options.agent === undefined ? undefined : await findAgent(session, client, options.agent)
      const filter = { ...(types ? { types } : {}), ...(taskId ? { taskId } : {}), ...(agentId ? { agentId } : {}) }

      const { events, after } = await session.waiting('reading events', async () => {
        // Asked for first: what happens meanwhile is either listed or followed.
        const [newest] = await take(client.events.list({ limit: 1 }, session.options), 1)
        const query = { ...filter, ...(since ? { since } : {}), limit: Math.min(limit, 200) }
        const events = (await take(client.events.list(query, session.options), limit)).reverse()
        return { events, after: Math.max(newest?.seq ?? 0, events.at(-1)?.seq ?? 0) }
      })
      if (!options.follow) {
        session.show(events, () => events.map((event) => eventText(session, event)).join('\n') || 'No event.')
        return
      }
      const print = (event: Event) => session.showNext(event, () => eventText(session, event))
      events.forEach(print)
      for await (const event of client.events.stream({ ...filter, after, ...session.options })) print(event)
      throw interrupted()
    },
  })
}

function typesOf(given: string | undefined): EventType[] | undefined {
  if (given === undefined) return undefined
  return given.split(',').flatMap((entry) => {
    const word = entry.trim()
    const exact = eventTypes.filter((type) => type === word)
    if (exact.length > 0) return exact
    const kind = word.replace(/\.\*$/, '')
    if (nouns.includes(kind)) return eventTypes.filter((type) => type.startsWith(`${kind}.`))
    const near = eventTypes.filter((type) => type.startsWith(`${word.split('.')[0]}.`))
    throw wrongUsage(`There are no events '${word}'.`, `There are: ${(near.length > 0 ? near : nouns).join(', ')}.`)
  })
}

function sinceOf(session: Session, given: string | undefined): string | undefined {
  if (given === undefined) return undefined
  const since = parseTime(given, session.now(), -1)
  if (since === undefined)
    throw wrongUsage(`--since takes a time, not '${given}'.`, 'Such as 2026-03-20T17:00:00Z, 2026-03-20, or 2h.')
  return since
}

const findAgent = (session: Session, client: MissionControl, text: string): Promise<string> =>
  resolveId(
    text,
    'agent',
    () => named(client.agents.list({ limit: 200 }, session.options), ({ name }) => name),
    'its name, its id, or the end of the id',
  )

const dayMs = 86_400_000

function eventText(session: Session, { at, type, taskId, agentId, actor, payload }: Event): string {
  const { style, width } = session
  const isToday = Math.abs(session.now() - Date.parse(at)) < dayMs / 2
  const time = isToday ? clockTime(at) : fullTime(at, session.now()).slice(0, 19)
  const subjects = [taskId && `task ${shortId(taskId)}`, agentId && `agent ${shortId(agentId)}`].filter(Boolean)
  const by = actor.kind === 'system' ? 'the server' : `${actor.kind} ${actor.id ? shortId(actor.id) : ''}`.trim()
  const head = `${time}  ${type.padEnd(24)}  `
  const rest = [...subjects, `by ${by}`, payloadText(payload)].filter(Boolean).join('  ')
  const room = width === undefined ? rest : cut(rest, Math.max(10, width - head.length))
  return `${style('dim', time)}  ${style('cyan', type.padEnd(24))}  ${room}`
}

/** Its plain values; the rest is for --json. */
function payloadText(payload: Event['payload']): string {
  return Object.entries(payload)
    .filter(([name, value]) => !name.endsWith('Id') && ['string', 'number', 'boolean'].includes(typeof value))
    .map(([name, value]) => `${name}=${oneLine(String(value))}`)
    .join(' ')
}
