// A git repository as the audits see it: its root, the files it tracks, and what is known of its history.
import { realpath, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { GitError, type GitOptions, git, gitRecords } from './git.ts'

export interface TrackedFile {
  /** From the root, with slashes. */
  path: string
  /** What is behind a symbolic link or a submodule is not read. */
  kind: 'file' | 'symlink' | 'submodule'
}

export interface Repository {
  root: string
  name: string
  files: TrackedFile[]
  hasCommits: boolean
  /** Cut off by `git clone --depth`. */
  isShallow: boolean
}

/** Why a folder cannot be audited, and what to do about it. */
export class NotARepositoryError extends Error {
  override name = 'NotARepositoryError'
}

/** @throws NotARepositoryError unless the folder is the top of a work tree */
export async function openRepository(folder: string, options: GitOptions = {}): Promise<Repository> {
  const root = await topOfWorkTree(resolve(folder), options)
  const files = await trackedFiles(root, options)
  const hasCommits = await succeeds(root, ['rev-parse', '--verify', '--quiet', 'HEAD'], options)
  const isShallow = (await git(root, ['rev-parse', '--is-shallow-repository'], options)).trim() === 'true'
  return { root, name: basename(root), files, hasCommits, isShallow }
}

async function topOfWorkTree(folder: string, options: GitOptions): Promise<string> {
  const found = await stat(folder).catch(() => undefined)
  if (!found) throw new NotARepositoryError(`${folder} does not exist.`)
  if (!found.isDirectory()) throw new NotARepositoryError(`${folder} is a file: give the folder of a git repository.`)
  const top = await git(folder, ['rev-parse', '--show-toplevel'], options).catch((error: unknown) => {
    if (error instanceof GitError) throw new NotARepositoryError(explain(folder, error.message))
    throw error
  })
  const here = await realpath(folder)
  const root = await realpath(top.replace(/\r?\n$/, ''))
  if (root === here) return root
  throw new NotARepositoryError(`${folder} has no .git of its own; it lies in the repository ${root}: give that one.`)
}

function explain(folder: string, complaint: string): string {
  if (/not a git repository/i.test(complaint)) {
    return (
      `${folder} is not a git repository: there is no .git in it, and the audits need the history.\n` +
      'Give the path of a clone (npm run demo -- <path>), or make this folder one: git init && git add . && git commit'
    )
  }
  if (/must be run in a work tree/i.test(complaint)) {
    return `${folder} is a bare repository, without files to read: clone it and give the path of the clone.`
  }
  return `git does not open ${folder}: ${complaint}`
}

async function trackedFiles(root: string, options: GitOptions): Promise<TrackedFile[]> {
  const files = new Map<string, TrackedFile>()
  for await (const record of gitRecords(root, ['ls-files', '--stage', '-z'], options)) {
    const [, mode, path] = /^(\d+) \S+ \d\t(.*)$/s.exec(record) ?? []
    // A file in conflict is listed once for each side.
    if (path !== undefined) files.set(path, { path, kind: kindOf(mode) })
  }
  return [...files.values()]
}

function kindOf(mode: string | undefined): TrackedFile['kind'] {
  if (mode === '120000') return 'symlink'
  return mode === '160000' ? 'submodule' : 'file'
}

async function succeeds(root: string, args: string[], options: GitOptions): Promise<boolean> {
  try {
    await git(root, args, options)
    return true
  } catch (error) {
    if (error instanceof GitError) return false
    throw error
  }
}
