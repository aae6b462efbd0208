import { describe, expect, it } from 'vitest'
import { findBrokenLinks } from '../src/audit/broken-links.ts'
import { auditOf, contextAt } from './support/context.ts'
import { repositoryWith } from './support/repository.ts'

async function brokenIn(files: Record<string, string>) {
  const { findings, checked } = await auditOf(repositoryWith({ files }).path, findBrokenLinks)
  return { checked, broken: findings.map(({ file, line, target, reason }) => `${file}:${line} ${target}: ${reason}`) }
}

describe('broken links', () => {
  it('finds what leads nowhere and says what may have been meant', async () => {
    const { broken, checked } = await brokenIn({
      'README.md':
        '[gone](gone.md)\n[case](docs/Guide.md)\n[moved](only-one.txt)\n[slash](docs/guide.md/)\n[ref][nobody]\n',
      'docs/guide.md': '# Guide\n\n[up](../README.md) [anchor](#nothing) [other](../README.md#nothing)\n',
      'docs/deep/only-one.txt': 'x',
    })
    expect(broken).toEqual([
      'README.md:1 gone.md: no such file or folder in git',
      'README.md:2 docs/Guide.md: upper and lower case differ: it is docs/guide.md',
      'README.md:3 only-one.txt: no such file; there is docs/deep/only-one.txt',
      'README.md:4 docs/guide.md/: a file, not a folder: without the / at the end it is right',
      'README.md:5 [nobody]: no definition of this reference',
      'docs/guide.md:3 #nothing: no heading for #nothing',
      'docs/guide.md:3 ../README.md#nothing: no heading for #nothing',
    ])
    expect(checked).toBe(8)
  })

  it('lets good links be: files, folders, encoded names, lines, queries, the root and other sites', async () => {
    const { broken, checked } = await brokenIn({
      'README.md':
        '[a](docs) [b](docs/) [c](./docs/my%20file.md) [d](<docs/my file.md#Über-uns>) [e](/docs/naïve.txt#L10-L12)\n' +
        '[f](docs/my%20file.md?plain=1#L3) [g](.) [h](https://example.org/x) [i](mailto:a@b.c) [j](//cdn/x)\n' +
        '[k](../../issues) [l]({{ url }}) [m](#read-me) [n](#top)\n\n# Read me\n',
      'docs/my file.md': '# Über uns\n\n[back](../README.md#read-me)\n',
      'docs/naïve.txt': 'x',
    })
    expect(broken).toEqual([])
    expect(checked).toBe(10)
  })

  it('leaves templates out, whose links hold where they are filled in, and says so', async () => {
    const link = '[api](references/api.md)'
    const templates = { 'skill/template.md': link, 'a.tmpl.md': link, '.github/ISSUE_TEMPLATE/bug.md': link }
    const files = { ...templates, 'docs/email-template.md': link }
    const { findings, skipped } = await auditOf(repositoryWith({ files }).path, findBrokenLinks)
    expect(findings.map(({ file }) => file)).toEqual(['docs/email-template.md'])
    expect(skipped).toEqual(['3 files left out: a template, whose links hold where it is filled in.'])
  })

  it('counts only what is in git, for a clone has nothing else', async () => {
    const repository = repositoryWith({ files: { 'README.md': '[built](build/out.txt)', '.gitignore': 'build/' } })
    repository.write({ 'build/out.txt': 'x' })
    const { findings } = await auditOf(repository.path, findBrokenLinks)
    expect(findings).toHaveLength(1)
  })

  it('reads nothing through symbolic links and takes their word for what lies behind', async () => {
    const repository = repositoryWith({ files: { 'README.md': '[a](link/whatever.md) [b](link)' } })
    repository.git('config', 'core.symlinks', 'true')
    const { symlinkSync } = await import('node:fs')
    symlinkSync('/', `${repository.path}/link`)
    symlinkSync('/etc/hostname', `${repository.path}/outside.md`)
    repository.commit({ files: {} })
    const { findings, checked } = await auditOf(repository.path, findBrokenLinks)
    expect(findings).toEqual([])
    expect(checked).toBe(2)
  })

  it('says so where there is no Markdown, and what it left out when its time was up', async () => {
    const none = repositoryWith({ files: { 'a.txt': 'x' } })
    expect(await auditOf(none.path, findBrokenLinks)).toMatchObject({ findings: [], checked: 0, skipped: [] })
    const some = repositoryWith({ files: { 'a.md': '[x](y)', 'b.md': '[x](y)' } })
    const context = contextAt('2024-06-01T12:00:00Z', { timeUp: AbortSignal.abort() })
    const { findings, skipped } = await auditOf(some.path, findBrokenLinks, context)
    expect(findings).toEqual([])
    expect(skipped).toEqual(['2 files left out: the time for this audit was up.'])
  })
})
