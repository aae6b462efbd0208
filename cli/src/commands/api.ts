// Every operation of the server by its name: what has no command of its own is reached all the same.
import type { MissionControl, RequestOptions } from '@mission-control/sdk'
import { type Command, Option } from 'commander'
import { addCommand, addGroup, type Building } from '../command.ts'
import { catalog, type OperationEntry } from '../contract/catalog.ts'
import { problemsOf } from '../contract/check.ts'
import { inputOf, optionsOf } from '../contract/option.ts'
import { readJson } from '../contract/value.ts'
import { type Failure, wrongUsage } from '../failure.ts'
import { table } from '../output/table.ts'
import { clientOf, Session } from '../session.ts'
import { downloadFile, fileOptions, putFile } from './api-files.ts'

type Input = Record<string, unknown>
type Method = (input: Input, options: RequestOptions) => unknown

/** @param words of the command line: of the hundred operations only those it names are worth making options for */
export function addApi(program: Command, building: Building, words: readonly string[]): void {
  const api = addGroup(program, 'api', 'call any operation of the server')
    .option('--json', 'list the operations in JSON')
    .description(
      'Calls any operation of the server; alone it lists them. Fields are options, named as in the contract, or stand in\n' +
        '--body; they are checked before anything is sent. The answer is JSON.',
    )
    .argument('[operation]', 'the one to call')
    .action((name?: string) => {
      if (name !== undefined) throw unknownOperation(name)
      const session = new Session(building.terminal, { json: api.opts().json === true })
      session.show(
        catalog.map(({ id, method, path, summary }) => ({ id, method, path, summary })),
        () => listText(session),
      )
    })
  for (const entry of catalog) if (words.includes(entry.id)) addOperation(api, building, entry)
}

function unknownOperation(name: string): Failure {
  const [resource = ''] = name.split('.')
  const ids = catalog.map(({ id }) => id)
  const near = ids.filter((id) => id.toLowerCase().startsWith(`${resource.toLowerCase()}.`))
  const hint = near.length > 0 ? `There are: ${near.join(', ')}.` : 'mission api lists them.'
  return wrongUsage(`There is no operation '${name}'.`, hint)
}

function addOperation(api: Command, building: Building, entry: OperationEntry): void {
  const hasBody = entry.fields.some(({ place }) => place === 'body')
  const command = addCommand<Input>(api, building, {
    name: entry.id,
    summary: entry.summary,
    description: descriptionOf(entry),
    options: [
      ...entry.fields.flatMap((field) => optionsOf(field, field.name)),
      ...(hasBody
        ? [
            new Option(
              `--${bodyFlag(entry)} <json>`,
              'fields as a JSON object: itself, @file.json, or - for what comes in',
            ),
          ]
        : []),
      ...fileOptions(entry),
      ...(entry.kind === 'page' ? [new Option('--all', 'every entry of every page, a line of JSON each')] : []),
    ],
    examples: [[exampleOf(entry), entry.summary]],
    run: (session, _args, options) => call(session, entry, options),
  })
  command.usage('[options]')
}

/** A field may have that very name, and goes before. */
const bodyFlag = ({ fields }: OperationEntry): string =>
  fields.some(({ name }) => name === 'body') ? 'whole-body' : 'body'

async function bodyOf(session: Session, entry: OperationEntry, options: Input): Promise<object> {
  const flag = bodyFlag(entry)
  const text = options[flag === 'body' ? flag : 'wholeBody']
  if (typeof text !== 'string' || !entry.fields.some(({ place }) => place === 'body')) return {}
  const body = await readJson(text, `--${flag}`, session.terminal)
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body
  throw wrongUsage(`--${flag} takes a JSON object.`)
}

async function call(session: Session, entry: OperationEntry, options: Input): Promise<void> {
  const body = await bodyOf(session, entry, options)
  const input = { ...body, ...(await inputOf(entry.fields, options, (name) => name, session.terminal)) }
  const problems = problemsOf(entry, input)
  if (problems.length > 0) {
    throw wrongUsage(
      `${entry.id} cannot be called so: ${problems.join('; ')}.`,
      `mission api ${entry.id} --help tells what it takes.`,
    )
  }
  const isPublic = entry.roles.includes('public')
  const client = isPublic ? await anonymousClient(session) : await session.client()
  const { fence, ...fields } = input as Input & { fence?: number }
  if (entry.kind === 'upload') {
    const file = fields as { taskId: string; fileName: string }
    const put = await putFile(session, client, file, { file: options.file, mediaType: options.mediaType, fence })
    return session.print(JSON.stringify(put, null, 2))
  }
  if (entry.kind === 'download') return downloadFile(session, client, fields as { fileId: string }, options.out)
  const takesHeader = entry.fields.some(({ place }) => place === 'header')
  const [resource = '', verb = ''] = entry.id.split('.')
  const resources = client as unknown as Record<string, Record<string, Method>>
  const method = resources[resource]![verb]!
  if (entry.kind === 'stream') {
    const stream = method({ ...input, ...session.options }, {}) as AsyncIterable<unknown>
    for await (const event of stream) session.print(JSON.stringify(event))
    return
  }
  const more = takesHeader && fence !== undefined ? { ...session.options, fence } : session.options
  const answer = method(takesHeader ? fields : input, more)
  if (entry.kind === 'page' && options.all === true) {
    for await (const one of answer as AsyncIterable<unknown>) session.print(JSON.stringify(one))
    return
  }
  const data = await session.waiting(entry.id, async () => answer)
  session.print(JSON.stringify(entry.kind === 'page' ? pageOf(data) : data, null, 2))
}

/** What needs no key gets none, and is in no workspace. */
async function anonymousClient(session: Session): Promise<MissionControl> {
  return clientOf({ ...(await session.connection()), apiKey: undefined, workspace: undefined })
}

const pageOf = (answer: unknown): unknown => {
  const { data, page } = answer as { data: unknown; page: unknown }
  return { data, page }
}

function listText(session: Session): string {
  const columns = [
    { title: 'OPERATION', value: ({ id }: OperationEntry) => id },
    { title: 'WHAT IT DOES', value: ({ summary }: OperationEntry) => summary, atLeast: 20 },
  ]
  return `${table(columns, catalog, session.style, session.width)}\n\nmission api <operation> --help tells more.`
}

function descriptionOf(entry: OperationEntry): string {
  return [
    `${entry.method} ${entry.path}`,
    entry.description,
    entry.whenToUse && `When: ${entry.whenToUse}`,
    entry.sideEffects && `Beside that: ${entry.sideEffects}`,
    `For: ${entry.roles.join(', ')} (scope ${entry.scope})`,
    entry.errors.length > 0 && `Errors: ${entry.errors.join(', ')}`,
  ]
    .filter((part) => typeof part === 'string')
    .join('\n')
}

/** A line that can be typed as it is, but for the ids. */
function exampleOf(entry: OperationEntry): string {
  const { id, fields, example } = entry
  const path = fields.filter(({ place }) => place === 'path').map(({ name }) => `--${name} …`)
  const body =
    example && Object.keys(example).length > 0
      ? [`--${bodyFlag(entry)} '${JSON.stringify(example).replaceAll("'", "'\\''")}'`]
      : []
  return ['mission api', id, ...path, ...body].join(' ')
}
