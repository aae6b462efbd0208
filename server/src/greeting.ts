// What a person sees at start: where the page is, how to sign in, and how to start a first agent.

import { type FirstAgent, firstAgentLines } from './admin/first-agent.js'
import { createEnrollmentToken, revokeStartUpTokens } from './features/enrollment/service.ts'
import { makeSignInLink } from './features/sessions/service.ts'
import { findFirstAdmin } from './features/users/store.ts'
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

/** Prints what there is, and what is still being built once it is there. */
export async function greet(
  welcome: Welcome,
  firstKey: string | null,
  packages: BuiltPackages,
  print: (text: string) => void,
): Promise<void> {
  const state = await packages.start()
  const sdkUrl = () => (packages.sdkPath() === null ? null : welcome.url + packages.sdkPath())
  print(greetingText(welcome, firstKey, sdkUrl()))
  if (state !== 'building') return
  print('\n  Building the SDK package…\n')
  await packages.ready
  const ways = firstAgentLines({ ...welcome, sdkUrl: sdkUrl() })
  // The first way is the SDK's; where its build failed, the log has said so.
  if (sdkUrl() !== null) print(waysText(ways.slice(0, 1)))
}

function greetingText(welcome: Welcome, firstKey: string | null, sdkUrl: string | null): string {
  return [
    '',
    `  Mission Control is up: ${welcome.url}`,
    '',
    `  Sign in (works once, for ten minutes):  ${welcome.signInLink}`,
    ...(firstKey ? [`  Admin key (shown only now):             ${firstKey}`] : []),
    '',
    '  Start a first agent (each way lets it in at once; the token works ten times, for a day or until the next start):',
    waysText(firstAgentLines({ ...welcome, sdkUrl })),
  ].join('\n')
}

/** What is to be pasted begins at the left margin: the end of a here-document must stand there. */
function waysText(ways: readonly FirstAgent[]): string {
  return ways.map(({ title, commands }) => `\n  ${title}:\n\n${commands.join('\n')}\n`).join('')
}
