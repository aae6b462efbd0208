// The skill as agents get it: to read, file by file, and as `npx skills add <server>` looks for it. Each copy knows the
// server it came from.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Express, Request, Response } from 'express'
import { archiveOf } from './archive.ts'

const folder = new URL('../../../skill/dist/mission-control/', import.meta.url)
const paths = ['SKILL.md', 'references/api.md', 'scripts/mission.mjs']
/** What stands in the generated files, and what it becomes on the way out. */
const blanks = {
  page: 'Server: the one in `MC_URL`.',
  script: "const homeUrl = ''",
}
const discovery = '/.well-known/agent-skills'

/** @param addressOf how the one who asks reaches this server */
export function serveSkill(http: Express, addressOf: (request: Request) => string): void {
  const templates = new Map(paths.map((path) => [path, readFileSync(new URL(path, folder), 'utf8')]))
  const description = /^description: (.*)$/m.exec(templates.get('SKILL.md') ?? '')?.[1] ?? ''
  const filesFor = (request: Request) => filledIn(templates, addressOf(request))

  for (const path of paths) {
    const type = path.endsWith('.md') ? 'text/markdown' : 'text/javascript'
    const places =
      path === 'SKILL.md' ? ['/skill.md', `/skills/mission-control/${path}`] : [`/skills/mission-control/${path}`]
    http.get(places, (request, response) => send(response, `${type}; charset=utf-8`, filesFor(request).get(path)!))
  }
  http.get(`${discovery}/index.json`, (request, response) => {
    const digest = `sha256:${createHash('sha256')
      .update(archiveOf(filesFor(request)))
      .digest('hex')}`
    const skill = { name: 'mission-control', type: 'archive', description, url: 'mission-control.tar.gz', digest }
    const $schema = 'https://schemas.agentskills.io/discovery/0.2.0/schema.json'
    send(response, 'application/json; charset=utf-8', JSON.stringify({ $schema, skills: [skill] }))
  })
  http.get(`${discovery}/mission-control.tar.gz`, (request, response) => {
    send(response, 'application/gzip', archiveOf(filesFor(request)))
  })
}

function filledIn(templates: ReadonlyMap<string, string>, url: string): Map<string, string> {
  const page = `Server: ${url} (another one if \`MC_URL\` is set).`
  return new Map(
    [...templates].map(([path, text]) => [
      path,
      text.replace(blanks.page, () => page).replace(blanks.script, () => `const homeUrl = ${JSON.stringify(url)}`),
    ]),
  )
}

function send(response: Response, type: string, body: string | Buffer): void {
  response.setHeader('Content-Type', type)
  response.setHeader('Cache-Control', 'no-cache')
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.end(body)
}
