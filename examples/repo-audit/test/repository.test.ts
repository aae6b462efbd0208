import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openRepository } from '../src/audit/repository.ts'
import { repositoryWith } from './support/repository.ts'

describe('opening a repository', () => {
  it('knows its files, whatever they are called', async () => {
    const files = { 'a b.txt': 'x', 'ü/é\n"quoted".md': 'x', ':(top)x': 'x' }
    const repository = await openRepository(repositoryWith({ files }).path)
    expect(repository.files.map(({ path }) => path).sort()).toEqual(Object.keys(files).sort())
    expect(repository).toMatchObject({ hasCommits: true, isShallow: false })
  })

  it('takes one without a commit', async () => {
    expect(await openRepository(repositoryWith().path)).toMatchObject({ files: [], hasCommits: false })
  })

  it('refuses a folder without .git and says what to do', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mission-control-audit-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    await expect(openRepository(folder)).rejects.toThrow(/there is no \.git in it[\s\S]*Give the path of a clone/)
  })

  it('refuses a folder inside a repository, a file, nothing at all, and a bare repository', async () => {
    const { path, ...repository } = repositoryWith({ files: { 'a/b.txt': 'x' } })
    await expect(openRepository(join(path, 'a'))).rejects.toThrow(`it lies in the repository ${path}`)
    await expect(openRepository(join(path, 'a/b.txt'))).rejects.toThrow('is a file')
    await expect(openRepository(join(path, 'no'))).rejects.toThrow('does not exist')
    await expect(openRepository(join(path, '.git'))).rejects.toThrow('without files to read')
    expect(repository).toBeDefined()
  })

  it('runs nothing that the repository names as a program', async () => {
    const repository = repositoryWith({ files: { 'a.txt': 'x' } })
    const proof = join(repository.path, '.git', 'proof')
    const hook = join(repository.path, '.git', 'hook.sh')
    writeFileSync(hook, `#!/bin/sh\ntouch '${proof}'\n`, { mode: 0o755 })
    repository.git('config', 'core.fsmonitor', hook)
    mkdirSync(join(repository.path, 'b'))
    await openRepository(repository.path)
    const { existsSync } = await import('node:fs')
    expect(existsSync(proof)).toBe(false)
  })
})
