// Who the server takes one for, and what that may do.
import type { MissionControl } from '@mission-control/sdk'
import type { Command } from 'commander'
import { addCommand, type Building } from '../command.ts'
import { details } from '../output/details.ts'
import { oneLine } from '../output/text.ts'
import type { Session } from '../session.ts'

export type Me = Awaited<ReturnType<MissionControl['me']['get']>>

export function addWhoami(program: Command, building: Building): void {
  addCommand(program, building, {
    name: 'whoami',
    summary: 'tell who you are on the server, and what you may do',
    examples: [
      ['mission whoami', 'name, role, workspace'],
      ['mission whoami --json | jq -r .me.workspace.slug', 'the workspace, for a script'],
    ],
    async run(session) {
      const { url, profile } = await session.connection()
      const client = await session.client()
      const me = await session.waiting(`asking ${url}`, () => client.me.get({}, session.options))
      session.show({ url, profile, me }, () =>
        [
          details(session.style, [
            ['server', url],
            ['profile', profile ?? 'none: the key is from MC_API_KEY'],
          ]),
          meText(session, me),
        ].join('\n'),
      )
    },
  })
}

export function meText({ style }: Session, me: Me): string {
  const { workspace, memberships } = me
  const others = memberships.filter(({ workspaceId }) => workspaceId !== workspace?.id)
  const isLost = workspace === null && memberships.length > 1
  return details(style, [
    [me.kind, oneLine(me.name)],
    [
      'workspace',
      workspace
        ? `${oneLine(workspace.slug)} (${oneLine(workspace.name)})`
        : isLost
          ? 'several; name one with --workspace'
          : 'none',
    ],
    ['role', me.instanceAdmin ? 'admin of the whole server' : (workspace?.role ?? null)],
    ['scopes', me.scopes.join(', ')],
    ['also in', others.length > 0 ? others.map(({ slug, role }) => `${oneLine(slug)} (${role})`).join(', ') : null],
  ])
}
