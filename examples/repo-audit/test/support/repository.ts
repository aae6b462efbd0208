// Small repositories for the audits to read, made with real git in a temporary folder.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

export interface Commit {
  files: Record<string, string>
  /** RFC 3339. @default 2024-01-01 at noon */
  at?: string
  author?: string
}

export class TestRepository {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), 'mission-control-audit-')))

  constructor() {
    this.git('init', '--quiet', '--initial-branch=main')
  }

  write(files: Record<string, string>): void {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.path, name)), { recursive: true })
      writeFileSync(join(this.path, name), content)
    }
  }

  commit({ files, at = '2024-01-01T12:00:00Z', author = 'Ada' }: Commit): void {
    this.write(files)
    this.git('add', '--all')
    this.git(
      ...['-c', `user.name=${author}`, '-c', 'user.email=ada@example.org', '-c', 'commit.gpgSign=false'],
      ...['commit', '--quiet', '--allow-empty', '--message', 'A change', `--date=${at}`],
    )
  }

  git(...args: string[]): void {
    // The machine's own settings, hooks and templates must not matter.
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
    execFileSync('git', ['-C', this.path, ...args], { env, stdio: 'pipe' })
  }
}

/** Gone when the test is. */
export function repositoryWith(...commits: Commit[]): TestRepository {
  const repository = new TestRepository()
  onTestFinished(() => rmSync(repository.path, { recursive: true, force: true }))
  for (const commit of commits) repository.commit(commit)
  return repository
}
