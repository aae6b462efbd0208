// What the server says, and how well it can be heard.
import { type MissionControl, MissionControlError, type ServerInfo } from '@mission-control/sdk'
import type { Connection } from '../config/connection.ts'
import { catalog } from '../contract/catalog.ts'
import { contract } from '../contract/schema.ts'
import { oneLine } from '../output/text.ts'
import { span } from '../output/values.ts'
import { plainMessage } from '../report.ts'
import { type Check, fine, mind, wrong } from './check.ts'

/** More than a slow connection explains; times that people give, such as --since 1h, go wrong by it. */
const mostSkewMs = 30_000

export function checkClock(info: ServerInfo, now: number): Check {
  const ahead = now - Date.parse(info.time)
  if (Math.abs(ahead) <= mostSkewMs) return fine('clock', 'agrees with the server')
  const message = `This clock is ${span(ahead / 1000)} ${ahead > 0 ? 'ahead of' : 'behind'} the server's.`
  return mind('clock', message, 'Set the time by the network here or there (NTP).')
}

export async function checkVersion(info: ServerInfo, { url }: Connection, signal: AbortSignal): Promise<Check> {
  const take = info.cliUrl
    ? `Take the one that fits: npx -y ${info.cliUrl}`
    : 'Take the one of the clone the server runs from.'
  const own = contract.info.version
  const theirs: unknown = await fetch(`${url}/api/openapi.json`, { signal }).then(
    (response) => (response.ok ? response.json() : null),
    () => null,
  )
  if (JSON.stringify(theirs) === JSON.stringify(contract)) return fine('version', `${own}, made for this very server`)
  const known = new Set(catalog.map(({ id }) => id))
  const offered = new Set(operationIds(theirs))
  const missing = [...offered].filter((id) => !known.has(id)).map((id) => oneLine(id))
  const gone = [...known].filter((id) => offered.size > 0 && !offered.has(id))
  const differences = [
    missing.length > 0 ? `it also has ${missing.join(', ')}` : '',
    gone.length > 0 ? `it lacks ${gone.join(', ')}` : '',
  ].filter((text) => text !== '')
  const what = differences.length > 0 ? differences.join('; ') : 'details of the contract differ'
  return mind('version', `This is ${own}, the server ${oneLine(info.version)}: ${what}.`, take)
}

function operationIds(document: unknown): string[] {
  const { paths } = (document ?? {}) as { paths?: Record<string, Record<string, { operationId?: string }>> }
  return Object.values(paths ?? {}).flatMap((methods) =>
    Object.values(methods).flatMap(({ operationId }) => (typeof operationId === 'string' ? [operationId] : [])),
  )
}

type Me = Awaited<ReturnType<MissionControl['me']['get']>>

export function checkWorkspace({ workspace, memberships, instanceAdmin }: Me): Check {
  if (workspace) return fine('workspace', `${oneLine(workspace.slug)}, as ${workspace.role}`)
  const slugs = memberships.map(({ slug }) => oneLine(slug)).join(', ')
  if (memberships.length > 1) {
    return mind(
      'workspace',
      `You belong to several (${slugs}).`,
      'Name one: --workspace <slug>, also with mission login.',
    )
  }
  const advice = instanceAdmin ? 'Name one: --workspace <slug>.' : 'An admin of a workspace can take you in.'
  return mind('workspace', 'You belong to none.', advice)
}

/** The key is fine, and what was named besides is not. */
export function strangeWorkspace(error: MissionControlError, slugs: readonly string[]): Check {
  const advice =
    slugs.length > 0
      ? `There are for you: ${slugs.map(oneLine).join(', ')}. Name one: --workspace <slug>, also with mission login.`
      : 'There is none for you: an admin of a workspace can take you in.'
  return wrong('workspace', oneLine(plainMessage(error)), advice)
}

const soonMs = 7 * 86_400_000

export async function checkKey(client: MissionControl, me: Me, now: number, signal: AbortSignal): Promise<Check> {
  const who = `${me.kind} ${oneLine(me.name)}, may ${me.scopes.join(', ')}`
  const { data } = await client.keys.list({ limit: 200 }, { signal })
  const key = data.find(({ id }) => id === me.keyId)
  const end = key?.graceUntil ?? key?.expiresAt
  if (!end || Date.parse(end) - now > soonMs) return fine('key', who)
  const left = span((Date.parse(end) - now) / 1000)
  return mind('key', `${who}; it ends in ${left}.`, 'Make another one and sign in with it: mission login.')
}

/** A proxy that collects what it passes on holds events back for minutes. */
const patienceMs = 5000

export async function checkStream(connection: Connection, workspace: string, signal: AbortSignal): Promise<Check> {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), patienceMs)
  try {
    const response = await fetch(`${connection.url}/api/v1/events/stream`, {
      headers: { Authorization: `Bearer ${connection.apiKey}`, 'Mission-Control-Workspace': workspace },
      signal: AbortSignal.any([signal, stop.signal]),
    })
    if (response.ok && (await response.body!.getReader().read()).value) return fine('events', 'arrive at once')
    return wrong(
      'events',
      `The stream answered ${response.status}.`,
      'Look into the log of the server, or of a proxy before it.',
    )
  } catch {
    signal.throwIfAborted()
    const seconds = patienceMs / 1000
    return wrong(
      'events',
      `The stream gave no sign of life in ${seconds} seconds.`,
      'A proxy before the server holds it back: let it pass on /api/v1/events/stream without buffering.',
    )
  } finally {
    clearTimeout(timer)
    stop.abort()
  }
}

/** What to do where no proper answer came, by what the system calls it. */
const advices: Record<string, string> = {
  ECONNREFUSED: 'Nothing listens there: start the server, or look at the port.',
  ENOTFOUND: 'The name is unknown: look at how it is written, and at your network or VPN.',
  EAI_AGAIN: 'Names cannot be looked up now: look at your network.',
  ETIMEDOUT: 'Nobody answers: a firewall or VPN may be in between.',
  UND_ERR_CONNECT_TIMEOUT: 'Nobody answers: a firewall or VPN may be in between.',
  CERT_HAS_EXPIRED: 'The certificate of the server has run out: renew it there.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate is for another name: use that name, or renew it.',
  ERR_SSL_WRONG_VERSION_NUMBER: 'That port speaks no TLS: try http:// instead of https://.',
}
const untrusted = /SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)/

export function unreached(error: unknown): Check {
  const message = error instanceof MissionControlError ? plainMessage(error) : String(error)
  if (error instanceof MissionControlError && error.code === 'unexpected_response') {
    return wrong('reach', oneLine(message), 'That is no Mission Control: look at the address, or at a proxy before it.')
  }
  const code = systemCodeOf(error) ?? ''
  const trust = 'Name the authority of its certificate: NODE_EXTRA_CA_CERTS=<file.pem>.'
  const advice = untrusted.test(code)
    ? trust
    : (advices[code] ?? 'Look at the address, your network, and a proxy in between.')
  return wrong('reach', oneLine(message), advice)
}

function systemCodeOf(error: unknown): string | undefined {
  for (let one = error; one instanceof Error; one = one.cause) {
    const { code } = one as NodeJS.ErrnoException
    if (typeof code === 'string' && code === code.toUpperCase()) return code
  }
  return undefined
}
