// The packages over HTTP, under names that change with their content: npm keeps what an address once gave.
import type { Express, Request } from 'express'
import { errorJson, sendJson } from '../kernel/answer.ts'
import type { Clock } from '../kernel/clock.ts'
import { AppError, shorten } from '../kernel/errors.ts'
import { newId } from '../kernel/ids.ts'
import { packageKinds, packageTitles } from './package-sources.ts'
import type { Packages } from './packages.ts'

export interface PackageDeps {
  readonly packages: Packages
  readonly clock: Clock
}

/** @param addressOf how the one who asks reaches this server */
export function servePackages(
  http: Express,
  { packages, clock }: PackageDeps,
  addressOf: (request: Request) => string,
): void {
  http.get(/^\/(?:sdk|cli|server)-[^/]+\.tgz$/, async (request, response) => {
    const name = request.path.slice(1)
    const file = await packages.find(name)
    if (file !== null) {
      response.type('application/gzip')
      response.sendFile(file, { immutable: true, maxAge: '1y', dotfiles: 'allow' })
      return
    }
    const kind = packageKinds.find((it) => name.startsWith(`${it}-`)) ?? 'sdk'
    const path = packages.path(kind)
    const hint = path
      ? `The ${packageTitles[kind]} of this server is ${addressOf(request)}${path}`
      : `This server has no ${packageTitles[kind]} to hand out now: it is still being built, or its log says why not. GET /api/v1/info tells once there is one.`
    const error = new AppError('not_found', `there is no package ${shorten(name)}`, { hint })
    sendJson(response, error.status, errorJson(error, newId('req', clock.now())), {})
  })
}
