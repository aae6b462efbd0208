#!/usr/bin/env node
// The process: its streams, Ctrl-C, and its end.
import { homedir } from 'node:os'
import process from 'node:process'
import { exitCodes } from './exit-codes.ts'
import { run } from './run.ts'

/** A command that does not let go in this time after Ctrl-C is left behind. */
const graceMs = 1000

const stop = new AbortController()
const interrupt = () => {
  if (stop.signal.aborted) process.exit(exitCodes.interrupted)
  stop.abort()
  setTimeout(() => process.exit(exitCodes.interrupted), graceMs).unref()
}
process.on('SIGINT', interrupt)

// `mission task list | head` closes the pipe before all is written: that is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCodes.fine)
    if (stream === process.stdout) process.stderr.write(`Error: What is printed cannot be written: ${error.message}\n`)
    process.exit(exitCodes.refused)
  })
}

// `npm run mission` begins at the root of the clone; files are named from where the person stands.
const { npm_lifecycle_event: script, INIT_CWD: start } = process.env
if (script === 'mission' && start) process.chdir(start)

process.exitCode = await run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  platform: process.platform,
  homedir: homedir(),
  nodeVersion: process.version,
  signal: stop.signal,
  now: Date.now,
})
process.off('SIGINT', interrupt)
// Nothing more is read: a pipe that stays open must not keep the program.
process.stdin.unref?.()
