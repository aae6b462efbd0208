// What the server hands out besides the API: the page, the contract and its viewer, the skill and the packages.
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import express, { type Express, type Request } from 'express'
import { contract } from '../kernel/contract.ts'
import { addressFor } from './address.ts'
import { type PackageDeps, servePackages } from './serve-packages.ts'
import { serveSkill } from './skill.ts'

const here = dirname(fileURLToPath(import.meta.url))
const pageFolder = join(here, '../admin')
const viewerFolder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))

/** Nothing from elsewhere, nothing inline. */
const strictPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
/** Swagger UI writes style attributes. */
const viewerPolicy = strictPolicy.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")

const openapiJson = JSON.stringify(contract)

export interface FilesDeps extends PackageDeps {
  readonly publicUrl: () => string
}

export function serveFiles(http: Express, deps: FilesDeps): void {
  const addressOf = (request: Request) => addressFor(request, deps.publicUrl())

  http.get('/api/openapi.json', (_request, response) => {
    response.type('application/json').send(openapiJson)
  })
  serveSkill(http, addressOf)
  servePackages(http, deps, addressOf)
  http.use(
    '/api-docs',
    secured(viewerPolicy),
    express.static(join(pageFolder, 'api-docs')),
    express.static(viewerFolder, { index: false }),
  )
  http.use('/', secured(strictPolicy), express.static(pageFolder, { index: 'index.html', dotfiles: 'ignore' }))
}

function secured(policy: string): express.RequestHandler {
  return (_request, response, next) => {
    response.setHeader('Content-Security-Policy', policy)
    response.setHeader('X-Content-Type-Options', 'nosniff')
    response.setHeader('Referrer-Policy', 'no-referrer')
    next()
  }
}
