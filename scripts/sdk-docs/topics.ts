// Which page an export stands on. The main entry is told by topics, any other entry has a page of its own, so that a new
// one needs nothing here.
import type { Export } from './program.ts'

export interface Topic {
  page: string
  title: string
  /** What the page is about. */
  intro: string
  /** Where its exports are declared, from sdk/src. */
  files: RegExp
  /** Those declared elsewhere. */
  names?: string[]
}

/** In the order of the contents; a name of the main entry goes to the first that fits. */
export const topics: Topic[] = [
  {
    page: 'events.md',
    title: 'Events',
    intro:
      'What happened in the workspace, as a list, and what is happening, as a stream that survives broken connections.',
    files: /^stream\.ts$/,
    names: ['EventsClient'],
  },
  {
    page: 'files.md',
    title: 'Files',
    intro: 'Inputs and artifacts of tasks: up and down as streams, with progress, going on where a connection broke.',
    files: /^files\.ts$/,
    names: ['FilesClient'],
  },
  {
    page: 'joining.md',
    title: 'Joining',
    intro: 'How a program becomes an agent: it asks to join, waits for approval, and keeps its key.',
    files: /^(identity|registration)\.ts$/,
  },
  {
    page: 'work.md',
    title: 'Work',
    intro: 'The work loop and everything a handler has in hand while it does a task.',
    files: /^worker\//,
  },
  {
    page: 'errors.md',
    title: 'Errors',
    intro:
      'What the client throws. What a handler throws to decide about the next attempt stands under [Work](work.md).',
    files: /^(errors\.ts|generated\/err)/,
  },
  {
    page: 'types.md',
    title: 'Types',
    intro:
      'The objects that travel between client and server. Those marked *not exported* are parts and inputs without a name to import; the compiler knows them all the same.',
    files: /^generated\/openapi\.ts$/,
  },
  {
    page: 'resources.md',
    title: 'Resources',
    intro: 'Every operation of the server as a method, by what it is about.',
    files: /^generated\/resources\.ts$/,
  },
  {
    page: 'client.md',
    title: 'The client',
    intro: 'The front door, its options, and what every call has in common.',
    files: /./,
  },
]

const topicOf = ({ name, file }: Export): Topic =>
  topics.find(({ names }) => names?.includes(name)) ?? topics.find(({ files }) => files.test(file))!

export function pageOf(it: Export): string {
  if (it.entry !== '') return it.entry === 'errors' ? 'errors.md' : `${it.entry}.md`
  const resource = /^(\w+)Resource$/.exec(it.name)?.[1]
  const { page } = topicOf(it)
  return page === 'resources.md' && resource ? resourcePage(lowerFirst(resource)) : page
}

export const resourcePage = (resource: string): string => `resources/${resource}.md`

export const lowerFirst = (text: string): string => `${text[0]?.toLowerCase()}${text.slice(1)}`
