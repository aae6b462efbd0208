// Runs git on somebody's repository: nothing configured in there is executed, and nothing is asked or changed.
import { spawn } from 'node:child_process'

/** Git said no; `message` is what it said. */
export class GitError extends Error {
  override name = 'GitError'
}

export interface GitOptions {
  signal?: AbortSignal | undefined
}

/** A repository may name programs to run on its files; reading it must not start them. */
const harmless = ['--no-pager', '-c', 'core.fsmonitor=false', '-c', 'core.quotePath=false']

/** All that git prints. */
export async function git(folder: string, args: string[], options: GitOptions = {}): Promise<string> {
  let output = ''
  for await (const chunk of gitOutput(folder, args, options)) output += chunk
  return output
}

/** What git prints between two NUL characters, piece by piece, however much it is. */
export async function* gitRecords(folder: string, args: string[], options: GitOptions = {}): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of gitOutput(folder, args, options)) {
    const records = (rest + chunk).split('\0')
    rest = records.pop() ?? ''
    yield* records
  }
  if (rest !== '') yield rest
}

/** Ends git as soon as nobody reads on. */
async function* gitOutput(folder: string, args: string[], { signal }: GitOptions): AsyncGenerator<string> {
  signal?.throwIfAborted()
  const child = spawn('git', ['-C', folder, ...harmless, ...args], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => reject(couldNotStart(error)))
    child.once('close', resolve)
  })
  // Looked at below; until then nobody waits for it.
  ended.catch(() => {})
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(0, 2000)
  })
  const kill = () => child.kill()
  signal?.addEventListener('abort', kill)
  try {
    yield* child.stdout.setEncoding('utf8') as AsyncIterable<string>
    const code = await ended
    signal?.throwIfAborted()
    if (code !== 0) throw new GitError(complaint.trim() || `git ${args[0]} ended with ${code}`)
  } finally {
    signal?.removeEventListener('abort', kill)
    child.kill()
  }
}

/** Without what a git hook sets, which would point at another repository; in English, as we read it. */
function environment(): NodeJS.ProcessEnv {
  const { GIT_DIR, GIT_WORK_TREE, GIT_INDEX_FILE, GIT_PREFIX, ...env } = process.env
  return { ...env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' }
}

const couldNotStart = (error: NodeJS.ErrnoException): GitError =>
  new GitError(
    error.code === 'ENOENT'
      ? 'git is not installed, or not in PATH: get it from https://git-scm.com'
      : `git could not be started: ${error.message}`,
  )
