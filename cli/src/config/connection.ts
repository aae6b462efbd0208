// Which server a command talks to, and as whom. A key goes to no other server than the one it was kept for.
import { notSignedIn, wrongUsage } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import type { ConfigFile, Profile } from './file.ts'
import { sameServer, serverUrl } from './url.ts'

export interface Connection {
  readonly url: string
  readonly apiKey: string | undefined
  readonly workspace: string | undefined
  /** Name of the profile the key comes from; null where the environment gives it, or there is none. */
  readonly profile: string | null
}

export interface Choice {
  /** As `--profile` names it: then the environment is not looked at. */
  readonly profile?: string | undefined
  /** As `--workspace` names it. */
  readonly workspace?: string | undefined
}

/** @throws Failure where no server is known, or there is no such profile */
export function chooseConnection(config: ConfigFile, env: Terminal['env'], choice: Choice): Connection {
  const named = choice.profile === undefined ? undefined : profileOf(config, choice.profile)
  if (named) return withProfile(choice, named.url, [choice.profile!, named])

  const url = env.MC_URL ? serverUrl(env.MC_URL, 'MC_URL') : undefined
  const profile = url ? profileFor(config, url) : currentProfile(config)
  const address = url ?? profile?.[1].url
  if (address === undefined) {
    throw notSignedIn('No server is known yet.', 'Sign in with mission login <url>, or set MC_URL and MC_API_KEY.')
  }
  const apiKey = env.MC_API_KEY
  if (apiKey) return { url: address, apiKey, workspace: choice.workspace, profile: null }
  return withProfile(choice, address, profile)
}

function withProfile(choice: Choice, url: string, entry: [string, Profile] | undefined): Connection {
  const [name, profile] = entry ?? [null, undefined]
  return { url, apiKey: profile?.apiKey, workspace: choice.workspace ?? profile?.workspace, profile: name }
}

/** @throws Failure naming those there are */
export function profileOf(config: ConfigFile, name: string): Profile {
  const profile = config.profiles[name]
  if (profile) return profile
  const known = Object.keys(config.profiles)
  throw wrongUsage(
    `There is no profile '${name}'.`,
    known.length > 0 ? `There are: ${known.join(', ')}.` : 'There is none yet: mission login <url>.',
  )
}

function currentProfile({ current, profiles }: ConfigFile): [string, Profile] | undefined {
  const profile = current === null ? undefined : profiles[current]
  return profile && [current!, profile]
}

function profileFor(config: ConfigFile, url: string): [string, Profile] | undefined {
  const entries = [currentProfile(config), ...Object.entries(config.profiles)]
  return entries.find((entry) => entry !== undefined && sameServer(entry[1].url, url))
}
