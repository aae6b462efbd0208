// One run of the program, from its words to its exit code.
import { type Command, CommanderError } from 'commander'
import { exitCodes } from './exit-codes.ts'
import { wrongUsage } from './failure.ts'
import { createProgram } from './program.ts'
import { reportFailure } from './report.ts'
import type { Terminal } from './terminal.ts'

/** @param argv what stands after the name of the program */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = exitCodes.fine
  const isJson = argv.includes('--json')
  try {
    refuseKeys(argv)
    const setExitCode = (code: number) => {
      exitCode = code
    }
    const program = createProgram({ terminal, setExitCode }, argv)
    prepare(program, terminal)
    await program.parseAsync([...argv], { from: 'user' })
    return terminal.signal.aborted ? exitCodes.interrupted : exitCode
  } catch (error) {
    // Help and version are printed by then.
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.fine
    if (error instanceof CommanderError && error.code === 'commander.help') return exitCodes.usage
    return reportFailure(error, terminal, isJson)
  }
}

/** What is typed is kept in the shell's history, and shown to all by ps. */
function refuseKeys(argv: readonly string[]): void {
  const place = argv.findIndex((word) => /mc_(user|agent|enroll|reg|signin|session|csrf)_[0-9A-Za-z]{8}/.test(word))
  if (place === -1) return
  throw wrongUsage(
    `Word ${place + 1} of the command carries a key. A key on the command line stays in the history of the shell and shows in the list of processes.`,
    'Sign in with mission login (it asks, or --key-stdin), set MC_API_KEY, or put it into --body @file or --body -. Think of the key as known now: mission api keys.rotate.',
  )
}

/** Commander writes and ends only through us. */
function prepare(command: Command, terminal: Terminal): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => terminal.stdout.write(text),
    // A group without a word after it: its help, and an exit code that says so. Errors are reported by run.
    writeErr: (text) => terminal.stderr.write(text),
    outputError: () => {},
    getOutHelpWidth: () => terminal.stdout.columns || 100,
    getErrHelpWidth: () => terminal.stderr.columns || 100,
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  })
  for (const child of command.commands) prepare(child, terminal)
}
