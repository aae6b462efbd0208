// The servers one is signed in to, and which of them is in use.

import type { Command } from 'commander'
import { Argument } from 'commander'
import { addCommand, type Building } from '../command.ts'
import { profileOf } from '../config/connection.ts'
import { readConfig, writeConfig } from '../config/file.ts'
import { table } from '../output/table.ts'

export function addProfiles(program: Command, building: Building): void {
  addCommand(program, building, {
    name: 'profiles',
    summary: 'list the servers you are signed in to, or choose one',
    args: [new Argument('[name]', 'the one to use from now on')],
    examples: [
      ['mission profiles', 'lists them'],
      ['mission profiles local', 'uses the one called local from now on'],
    ],
    async run(session, [name]) {
      let config = await readConfig(session.configPath)
      if (name !== undefined) {
        profileOf(config, name)
        config = { ...config, current: name }
        await writeConfig(session.configPath, config)
      }
      const rows = Object.entries(config.profiles).map(([one, { url, workspace = null }]) => ({
        name: one,
        url,
        workspace,
        isCurrent: one === config.current,
      }))
      session.show(rows, () => {
        if (rows.length === 0) return 'None yet: mission login <url>.'
        const columns = [
          { title: '', value: (row: (typeof rows)[0]) => (row.isCurrent ? '*' : '') },
          { title: 'NAME', value: (row: (typeof rows)[0]) => row.name, atLeast: 12 },
          { title: 'SERVER', value: (row: (typeof rows)[0]) => row.url, atLeast: 16 },
          { title: 'WORKSPACE', value: (row: (typeof rows)[0]) => row.workspace ?? '', atLeast: 10, spare: 1 },
        ]
        return table(columns, rows, session.style, session.width)
      })
    },
  })
}
