// One performance: puts up the server, tells the story, and takes everything down again whatever happens.
import { mkdir, mkdtemp, rm, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Repository } from '../audit/repository.ts'
import { openInBrowser } from './browser.ts'
import type { Actor } from './cast.ts'
import { type Child, Children } from './children.ts'
import type { Options } from './options.ts'
import { Promises } from './promises.ts'
import { startServer } from './server.ts'
import type { Folders, Stage } from './stage.ts'
import { tellStory } from './story.ts'
import { paint, type Terminal } from './terminal.ts'
import { whatToTryNext } from './try-next.ts'
import { Watch } from './watch.ts'

/** How shells count an end by Ctrl-C. */
const interruptedCode = 130

type Hall = Omit<Stage, 'server' | 'admin' | 'watch'>

/** @returns the exit code */
export async function perform(terminal: Terminal, options: Options, repository: Repository): Promise<number> {
  const folders = await makeFolders(options)
  const children = new Children(folders.logs)
  const hall: Hall = { options, terminal, children, promises: new Promises(), folders }
  const interrupted = interruption(children)
  let stage: Stage | undefined
  try {
    terminal.print(`Auditing ${paint('bold', repository.root)}, ${repository.files.length} tracked files.`)
    stage = await Promise.race([raise(hall), interrupted])
    const actors = await Promise.race([tellStory(stage, repository), stage.watch.failed, interrupted])
    if (!options.isUnattended) await linger(stage, actors, interrupted)
    return await conclude(hall, stage)
  } catch (error) {
    terminal.takeBack()
    if (error instanceof InterruptedError) terminal.print('\nStopping before its end.')
    else terminal.complain(`The demo cannot go on: ${(error as Error).message}`)
    await takeDown(children, stage)
    if (error instanceof InterruptedError) {
      await tidyUp(folders)
      return interruptedCode
    }
    terminal.complain(`All it started is stopped; what each program wrote lies in ${folders.logs}`)
    return 1
  }
}

async function takeDown(children: Children, stage: Stage | undefined): Promise<void> {
  stage?.watch.close()
  await children.stopAll()
}

async function raise(hall: Hall): Promise<Stage> {
  const { options, terminal, children, folders } = hall
  const server = await startServer(children, { port: options.port, dataFolder: folders.data })
  const watch = new Watch(server.admin)
  const stage: Stage = { ...hall, server, admin: server.admin, watch }
  children.onUnexpectedEnd = (child, how) => watch.fail(new Error(mourn(stage, child, how)))
  terminal.print(`Mission Control is up at ${server.url}; its data lies in ${folders.data}`)
  await showPage(stage)
  return stage
}

/** Until the person has seen enough, or the server is gone. */
async function linger(stage: Stage, actors: Actor[], interrupted: Promise<never>): Promise<void> {
  const { children, server, watch, terminal } = stage
  children.onUnexpectedEnd = (child, how) => {
    if (child === server.child) watch.fail(new Error(mourn(stage, child, how)))
    else terminal.say(paint('red', `${child.name} has ended (${how}).`))
  }
  terminal.print(await whatToTryNext(stage, actors))
  try {
    await Promise.race([interrupted, watch.failed])
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error
  }
}

/** Each link works once: one is for the browser, one for the person. */
async function showPage({ options, admin, terminal }: Stage): Promise<void> {
  const mayOpen = options.opensPage && !options.isUnattended
  const isOpening = mayOpen && (await openInBrowser((await admin.signInLinks.create()).url))
  const { url } = await admin.signInLinks.create()
  terminal.print(
    isOpening ? 'The page is opening in your browser, signed in. One more link, for another:' : 'The page:',
  )
  terminal.print(`  ${paint('cyan', url)}  (signs in once, for ten minutes)`)
}

function mourn({ server }: Stage, child: Child, how: string): string {
  if (child !== server.child) return `${child.name} ended by itself (${how}):\n${child.lastLines(5)}`
  return `Mission Control has ended (${how}) while it was needed. Start the demo again.`
}

async function conclude(hall: Hall, stage: Stage): Promise<number> {
  const { terminal, promises, children, options, folders } = hall
  await takeDown(children, stage)
  const left = children.running.map(({ name, pid }) => `${name} (${pid})`)
  promises.check(left.length === 0 ? 'nothing is left running' : `still running: ${left.join(', ')}`, left.length === 0)
  if (options.isUnattended) {
    terminal.step('As promised?')
    for (const line of promises.lines) terminal.print(line)
  }
  if (!promises.areKept) {
    terminal.complain(`Not all is as promised; what each program wrote lies in ${folders.logs}`)
    return 1
  }
  await tidyUp(folders)
  return 0
}

/** Only the reports are of use without the server. */
async function tidyUp({ run, data, keys, logs }: Folders): Promise<void> {
  await Promise.all([data, keys, logs].map((folder) => rm(folder, { recursive: true, force: true })))
  // Stays where the reports lie in it.
  await rmdir(run).catch(() => {})
}

async function makeFolders({ reports }: Options): Promise<Folders> {
  const run = await mkdtemp(join(tmpdir(), 'mission-control-demo-'))
  const folders = { run, data: join(run, 'data'), keys: join(run, 'keys'), logs: join(run, 'logs') }
  await mkdir(folders.keys, { mode: 0o700 })
  return { ...folders, reports: reports ?? join(run, 'reports') }
}

class InterruptedError extends Error {
  override name = 'InterruptedError'
}

/** @returns a promise that is rejected once somebody wants the demo to end; who insists does not have to wait */
function interruption(children: Children): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  promise.catch(() => {})
  let isInterrupted = false
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (isInterrupted) children.killAll()
      isInterrupted = true
      reject(new InterruptedError())
    })
  }
  // Nobody reads on, as with a terminal that was closed.
  process.stdout.on('error', () => reject(new InterruptedError()))
  process.stderr.on('error', () => {})
  return promise
}
