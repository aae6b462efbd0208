// Signing in: the key is asked for without showing it, tried, and kept in a file that only its owner can read.

import type { Command } from 'commander'
import { Argument, Option } from 'commander'
import { readInput, withQuestions } from '../ask.ts'
import { addCommand, type Building } from '../command.ts'
import { readConfig, writeConfig } from '../config/file.ts'
import { isLoopback, profileNameOf, serverUrl } from '../config/url.ts'
import { wrongUsage } from '../failure.ts'
import { oneLine } from '../output/text.ts'
import { clientOf, type Session } from '../session.ts'
import { canAsk } from '../terminal.ts'
import { meText } from './whoami.ts'

const usualUrl = 'http://127.0.0.1:4100'

export function addLogin(program: Command, building: Building): void {
  addCommand<{ keyStdin?: boolean }>(program, building, {
    name: 'login',
    summary: 'sign in to a server and remember it',
    description:
      'Asks for the key of a user or an agent without showing it, tries it, and keeps it in a file that only you can read.\n' +
      `Each server gets a profile, named by --profile, else after its host; the last one signed in to is used from then on.`,
    args: [new Argument('[url]', `address of the server; by default MC_URL, the server in use, or ${usualUrl}`)],
    options: [new Option('--key-stdin', 'read the key from standard input, for scripts')],
    examples: [
      ['mission login https://mission.example.com', 'asks for the key'],
      [
        'pass mission-control | mission login https://mission.example.com --key-stdin',
        'takes it from a password store',
      ],
      [
        'mission login http://127.0.0.1:4100 --profile local --workspace engines',
        'a second server, always in one workspace',
      ],
    ],
    run: async (session, [given], { keyStdin }) => login(session, given, keyStdin === true),
  })
}

async function login(session: Session, given: string | undefined, fromInput: boolean): Promise<void> {
  const { terminal, configPath, globals } = session
  const config = await readConfig(configPath)
  const known = config.profiles[globals.profile ?? config.current ?? '']?.url
  const url = serverUrl(given ?? terminal.env.MC_URL ?? known ?? usualUrl, 'The url')
  const anonymous = clientOf({ url, apiKey: undefined, workspace: undefined, profile: null })
  await session.waiting(`reaching ${url}`, () => anonymous.system.info({}, session.options))
  if (url.startsWith('http:') && !isLoopback(url))
    session.note(`Mind: ${url} is not encrypted; the key can be read on the way.`)

  const apiKey = (fromInput ? await readInput(terminal) : await askForKey(session, url)).trim()
  checkShape(apiKey)
  const connection = { url, apiKey, workspace: globals.workspace, profile: null }
  const me = await session.waiting('trying the key', () => clientOf(connection).me.get({}, session.options))

  const name = globals.profile ?? profileNameOf(url)
  const profile = { url, apiKey, ...(globals.workspace ? { workspace: globals.workspace } : {}) }
  await writeConfig(configPath, { current: name, profiles: { ...config.profiles, [name]: profile } })
  session.show(
    { profile: name, url, me },
    () => `Signed in to ${url} as profile ${oneLine(name)}.\n${meText(session, me)}`,
  )
}

async function askForKey(session: Session, url: string): Promise<string> {
  if (!canAsk(session.terminal)) {
    throw wrongUsage('There is nobody to ask for the key.', `Hand it in: mission login ${url} --key-stdin < key-file`)
  }
  return withQuestions(session.terminal, (ask) => ask(`Key for ${url} (it is not shown): `, { isSecret: true }))
}

/** The key itself is never repeated, not even a wrong one. */
function checkShape(key: string): void {
  if (/^mc_(user|agent)_\w+$/.test(key)) return
  const kind = /^mc_([a-z]+)_/.exec(key)?.[1]
  throw wrongUsage(
    kind ? `That is no key but another credential (mc_${kind}_…).` : 'That is no key of Mission Control.',
    'Keys begin with mc_user_ or mc_agent_. A new server prints one at its first start; npm run admin-key makes another.',
  )
}
