// Forgetting a server and its key.

import type { Command } from 'commander'
import { Option } from 'commander'
import { addCommand, type Building } from '../command.ts'
import { profileOf } from '../config/connection.ts'
import { readConfig, writeConfig } from '../config/file.ts'
import { notSignedIn } from '../failure.ts'

export function addLogout(program: Command, building: Building): void {
  addCommand<{ all?: boolean }>(program, building, {
    name: 'logout',
    summary: 'forget a server and its key',
    description:
      'Removes the profile in use, or the one named by --profile, from the file. The key stays valid on the server.',
    options: [new Option('--all', 'forget all of them')],
    examples: [
      ['mission logout', 'forgets the server in use'],
      ['mission api keys.revoke --keyId key_…', 'makes a key invalid; mission whoami --json tells its id'],
    ],
    async run(session, _args, { all }) {
      const config = await readConfig(session.configPath)
      const name = session.globals.profile ?? config.current
      if (name === null || Object.keys(config.profiles).length === 0) {
        throw notSignedIn('Nobody is signed in.', 'mission login <url> signs in.')
      }
      if (!all) profileOf(config, name)
      const left = all ? {} : Object.fromEntries(Object.entries(config.profiles).filter(([one]) => one !== name))
      const current =
        config.current !== null && config.current in left ? config.current : (Object.keys(left)[0] ?? null)
      await writeConfig(session.configPath, { current, profiles: left })
      const removed = all ? Object.keys(config.profiles) : [name]
      session.show({ removed, current }, () => {
        const next = current === null ? '' : ` In use now: ${current}.`
        return `Signed out of ${removed.join(', ')}.${next}`
      })
    },
  })
}
