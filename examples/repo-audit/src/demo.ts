// `npm run demo`: three agents audit a git repository under a Mission Control of its own, in about half a minute.
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { GitError } from './audit/git.ts'
import { NotARepositoryError, openRepository, type Repository } from './audit/repository.ts'
import { openInBrowser } from './director/browser.ts'
import { Children } from './director/children.ts'
import { help, type Options, readOptions, UsageError } from './director/options.ts'
import { Promises } from './director/promises.ts'
import { startServer } from './director/server.ts'
import type { Folders, Stage } from './director/stage.ts'
import { tellStory } from './director/story.ts'
import { paint, Terminal } from './director/terminal.ts'
import { whatToTryNext } from './director/try-next.ts'
import { Watch } from './director/watch.ts'

const thisRepository = fileURLToPath(new URL('../../../', import.meta.url))

/** Ended by a signal, as shells count it. */
const interruptedCode = 130

const terminal = new Terminal()
process.exitCode = await main(process.argv.slice(2))
process.exit()

async function main(args: string[]): Promise<number> {
  try {
    const options = readOptions(args, thisRepository)
    if (options) return await perform(options, await openRepository(options.repository))
    terminal.print(help)
    return 0
  } catch (error) {
    const isForThePerson = [UsageError, NotARepositoryError, GitError].some((kind) => error instanceof kind)
    if (!isForThePerson) throw error
    console.error(`${paint('red', (error as Error).message)}\nnpm run demo -- --help tells what there is.`)
    return 2
  }
}

async function perform(options: Options, repository: Repository): Promise<number> {
  const folders = await makeFolders(options)
  const children = new Children(folders.logs)
  const interrupted = interruption(children)
  let stage: Stage | undefined
  try {
    terminal.print(`Auditing ${paint('bold', repository.root)}, ${repository.files.length} tracked files.`)
    stage = await raise(options, folders, children)
    const outcome = await Promise.race([play(stage, repository), interrupted])
    return outcome === 'interrupted' ? interruptedCode : outcome
  } catch (error) {
    console.error(`\n${paint('red', `The demo could not go on: ${(error as Error).message}`)}`)
    console.error(`What each program wrote lies in ${folders.logs}`)
    return 1
  } finally {
    stage?.watch.close()
    await children.stopAll()
  }
}

async function raise(options: Options, folders: Folders, children: Children): Promise<Stage> {
  const server = await startServer(children, { port: options.port, dataFolder: folders.data })
  const { admin } = server
  const watch = new Watch(admin)
  children.onUnexpectedEnd = (child, how) =>
    watch.fail(
      new Error(
        child === server.child
          ? `Mission Control was ended by somebody else (${how}); its agents are stopped too. Start the demo again.`
          : `the agent ${child.name} ended by itself (${how}):\n${child.lastLines(5)}`,
      ),
    )
  const stage = { options, terminal, children, server, admin, watch, promises: new Promises(), folders }
  await showPage(stage)
  return stage
}

/** Each link works once: one is for the browser, one for the person. */
async function showPage({ options, admin, server }: Stage): Promise<void> {
  terminal.print(`Mission Control is up at ${server.url}, its data in ${(await realpath(tmpdir())) && ''}`)
  const isOpened =
    !options.isUnattended && options.opensPage && (await openInBrowser((await admin.signInLinks.create()).url))
  const { url } = await admin.signInLinks.create()
  terminal.print(`${isOpened ? 'The page is opening in your browser. Another' : 'The page'}, signed in: ${paint('cyan', url)}`)
}
