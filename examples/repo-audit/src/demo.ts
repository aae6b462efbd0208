// `npm run demo`: three agents audit a git repository under a Mission Control of its own, in about half a minute.
import { fileURLToPath } from 'node:url'
import { GitError } from './audit/git.ts'
import { NotARepositoryError, openRepository } from './audit/repository.ts'
import { help, readOptions, UsageError } from './director/options.ts'
import { perform } from './director/perform.ts'
import { Terminal } from './director/terminal.ts'

const thisRepository = fileURLToPath(new URL('../../../', import.meta.url))
const terminal = new Terminal()

async function main(args: string[]): Promise<number> {
  try {
    const options = readOptions(args, thisRepository)
    if (options) return await perform(terminal, options, await openRepository(options.repository))
    terminal.print(help)
    return 0
  } catch (error) {
    const isForThePerson = [UsageError, NotARepositoryError, GitError].some((kind) => error instanceof kind)
    if (!isForThePerson) throw error
    terminal.complain((error as Error).message)
    terminal.complain('npm run demo -- --help tells what there is.')
    return 2
  }
}

// Connections that are kept open for later calls would hold the program back.
process.exit(await main(process.argv.slice(2)))
