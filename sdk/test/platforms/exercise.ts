// What an agent and a person do with the SDK, in words that every platform knows: it runs as it is in Node, Bun and Deno,
// and bundled in a browser.
import { type Event, type KeyStorage, MissionControl } from '@mission-control/sdk'

export interface Given {
  /** Of a server, by a connection that can be cut. */
  baseUrl: string
  adminKey: string
  /** Answers once the connection was cut and is whole again. */
  cutUrl: string
  /** Of the agent; another for each platform. */
  name: string
  /** Where the agent keeps its key: a path, or nothing where there are no files. */
  keyPath?: string
  /** A file to attach by its path; left out where there are no files. */
  attachment?: string
}

/** How long each part took, in milliseconds. */
export type Done = Record<string, number>

/** @throws where anything is not as it should be */
export async function exercise(given: Given): Promise<Done> {
  const admin = new MissionControl({ baseUrl: given.baseUrl, apiKey: given.adminKey })
  const done: Done = {}
  const timed = async <T>(part: string, run: () => Promise<T>): Promise<T> => {
    const start = performance.now()
    const result = await run().catch((cause: unknown) => {
      throw new Error(`${part}: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`)
    })
    done[part] = Math.round(performance.now() - start)
    return result
  }
  const ids = await timed('create', () => createTasks(admin, given.name))
  await timed('list', () => listTasks(admin, given.name, ids))
  ids.push(await timed('events', () => followEvents(admin, given, ids)))
  const agent = await timed('join', () => join(admin, given))
  await timed('work', () => work(agent, given, ids.length))
  await timed('files', () => download(admin, ids))
  return done
}

async function createTasks(admin: MissionControl, name: string): Promise<string[]> {
  const ids: string[] = []
  for (const title of ['Äpfel', 'Birnen', 'Quitten'])
    ids.push((await admin.tasks.create({ title, type: name, labels: [name] })).id)
  return ids
}

/** Page by page, one on each. */
async function listTasks(admin: MissionControl, label: string, ids: string[]): Promise<void> {
  const found: string[] = []
  for await (const { id } of admin.tasks.list({ label, sort: 'createdAt', limit: 1 })) found.push(id)
  equal(found, ids)
}

/** @returns the task made while the connection was broken */
async function followEvents(admin: MissionControl, { name, cutUrl }: Given, ids: string[]): Promise<string> {
  const seen: Event[] = []
  let late = ''
  for await (const event of admin.events.stream({ types: ['task.created'], after: 0 })) {
    if (event.taskId === null || ![...ids, late].includes(event.taskId)) continue
    if (seen.some(({ id }) => id === event.id)) throw new Error(`${event.id} came twice`)
    seen.push(event)
    if (event.taskId === late) break
    if (seen.length < ids.length) continue
    const { status } = await fetch(cutUrl, { method: 'POST' })
    equal(status, 204)
    late = (await admin.tasks.create({ title: 'Kürbis', type: name, labels: [name] })).id
  }
  equal(
    seen.map(({ taskId }) => taskId),
    [...ids, late],
  )
  return late
}

/** Joins by a token, and is known by its kept key the next time. */
async function join(admin: MissionControl, { baseUrl, name, keyPath }: Given): Promise<MissionControl> {
  const { secret } = await admin.enrollmentTokens.create({ name })
  if (secret === null) throw new Error('the enrollment token was not shown')
  const storage: KeyStorage | string = keyPath ?? (globalThis as unknown as { localStorage: KeyStorage }).localStorage
  const stranger = new MissionControl({ baseUrl })
  const first = await stranger.agent({ name, enrollmentToken: secret, storage })
  const again = await stranger.agent({ name, storage })
  const [one, other] = [await first.me.get(), await again.me.get()]
  equal([other.kind, other.agentId], ['agent', one.agentId])
  return again
}

async function work(agent: MissionControl, { name, attachment }: Given, count: number): Promise<void> {
  const stop = new AbortController()
  const errors: unknown[] = []
  const tooLong = setTimeout(() => stop.abort(), longestWorkMs)
  let handled = 0
  await agent.work(
    async (task, ctx) => {
      ctx.progress('packing', { done: 1, total: 2 })
      const weight = await ctx.step('weigh', () => task.title.length)
      await ctx.reportUsage({ lines: [{ meter: 'compute_second', quantity: 1 }] })
      const files = [await ctx.attach(new Blob([contentOf(task.title)]), { name: 'bytes.txt' })]
      if (attachment) files.push(await ctx.attach(attachment, { name: 'path.txt' }))
      const deliverable = await ctx.complete({ summary: `${task.title} ${weight}`, files })
      if (++handled === count) stop.abort()
      return { deliverable }
    },
    { types: [name], concurrency: 2, waitSeconds: 1, signal: stop.signal, onError: (error) => errors.push(error) },
  )
  clearTimeout(tooLong)
  if (errors.length > 0) throw errors[0]
  equal(handled, count)
}

async function download(admin: MissionControl, ids: string[]): Promise<void> {
  for (const taskId of ids) {
    const { task, deliverable } = await admin.tasks.get({ taskId })
    equal([task.state, deliverable?.summary], ['done', `${task.title} ${task.title.length}`])
    const { data: files } = await admin.files.list({ taskId })
    const fileId = files.find(({ name }) => name === 'bytes.txt')?.id ?? ''
    let bytes = 0
    const { stream, sizeBytes } = await admin.files.download({ fileId }, { onProgress: (it) => (bytes = it.done) })
    equal(await new Response(stream).text(), contentOf(task.title))
    equal(bytes, sizeBytes)
  }
}

const longestWorkMs = 20_000

/** More than travels in one piece. */
const contentOf = (title: string): string => `${title}\n`.repeat(50_000)

function equal(is: unknown, should: unknown): void {
  const [one, other] = [JSON.stringify(is), JSON.stringify(should)]
  if (one !== other) throw new Error(`${one?.slice(0, 200)} instead of ${other?.slice(0, 200)}`)
}
