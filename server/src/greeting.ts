// What a person sees at start: where the page is, how to sign in, and how to start a first agent.

import { type FirstAgent, firstAgentLines } from './admin/first-agent.js'
import { missionLines } from './admin/mission-lines.js'
import { createEnrollmentToken, revokeStartUpTokens } from './features/enrollment/service.ts'
import { makeSignInLink } from './features/sessions/service.ts'
import { findFirstAdmin } from './features/users/store.ts'
import type { PackageKind } from './files/package-sources.ts'
import type { BuiltPackages } from './files/packages.ts'
import type { Kernel } from './kernel/kernel.ts'
import { type Store, systemActor } from './kernel/store/store.ts'

export interface Welcome {
  readonly url: string
  readonly signInLink: string
  readonly enrollmentToken: string
}

/** A sign-in link for the first admin, and a token that lets first agents in; both short-lived. */
export async function prepareWelcome(store: Store, kernel: Kernel): Promise<Welcome> {
  const workspace = (await kernel.workspaces.default())!
  const userId = (await findFirstAdmin(store.reader))!
  const context = { workspaceId: workspace.id, actor: systemActor }
  return store.write(context, async (tx) => {
    const link = await makeSignInLink(tx, kernel, { userId, keyId: null })
    await revokeStartUpTokens(tx)
    const enrollment = await createEnrollmentToken(tx, { name: 'First agents', uses: 10, isForStart: true }, userId)
    return { url: kernel.publicUrl(), signInLink: link.url, enrollmentToken: enrollment.secret! }
  })
}

/** Printed by itself as soon as the key is made: whatever fails afterwards, nobody could be shown it again. */
export const firstKeyText = (key: string): string => `\n  Admin key (shown only now):             ${key}\n`

/** Prints what there is, and what is still being built once it is there. */
export async function greet(welcome: Welcome, packages: BuiltPackages, print: (text: string) => void): Promise<void> {
  const state = await packages.start()
  const urlOf = (kind: PackageKind) => {
    const path = packages.path(kind)
    return path === null ? null : welcome.url + path
  }
  const atFirst = { sdkUrl: urlOf('sdk'), cliUrl: urlOf('cli') }
  print(greetingText(welcome, atFirst.sdkUrl) + missionText(welcome.url, atFirst.cliUrl))
  if (state !== 'building') return
  print('\n  Building what can be installed from here…\n')
  await packages.ready
  // What could not be built is missing here; the log has said why.
  const sdkUrl = atFirst.sdkUrl === null ? urlOf('sdk') : null
  if (sdkUrl !== null) print(waysText(firstAgentLines({ ...welcome, sdkUrl }).slice(0, 1)))
  if (atFirst.cliUrl === null) print(missionText(welcome.url, urlOf('cli')))
}

function missionText(url: string, cliUrl: string | null): string {
  if (cliUrl === null) return ''
  return `\n  From a shell, with the command line (the first line asks for a key):\n\n${missionLines({ url, cliUrl }).join('\n')}\n`
}

function greetingText(welcome: Welcome, sdkUrl: string | null): string {
  return [
    '',
    `  Mission Control is up: ${welcome.url}`,
    '',
    `  Sign in (works once, for ten minutes):  ${welcome.signInLink}`,
    '',
    '  Start a first agent (each way lets it in at once; the token works ten times, for a day or until the next start):',
    waysText(firstAgentLines({ ...welcome, sdkUrl })),
  ].join('\n')
}

/** What is to be pasted begins at the left margin: the end of a here-document must stand there. */
function waysText(ways: readonly FirstAgent[]): string {
  return ways.map(({ title, commands }) => `\n  ${title}:\n\n${commands.join('\n')}\n`).join('')
}
