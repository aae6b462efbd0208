// What a person sees at start: where the page is, how to sign in, and how to start a first agent.
import { createEnrollmentToken } from './features/enrollment/service.ts'
import { makeSignInLink } from './features/sessions/service.ts'
import { findFirstAdmin } from './features/users/store.ts'
import { firstAgentLines } from './files/first-agent.ts'
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
    const enrollment = await createEnrollmentToken(tx, { name: 'First agents', uses: 10 }, userId)
    return { url: kernel.publicUrl(), signInLink: link.url, enrollmentToken: enrollment.secret! }
  })
}

export function greetingText(welcome: Welcome, firstKey: string | null, sdkUrl: string | null): string {
  return [
    '',
    `  Mission Control is up: ${welcome.url}`,
    '',
    `  Sign in (works once, for ten minutes):  ${welcome.signInLink}`,
    ...(firstKey ? [`  Admin key (shown only now):             ${firstKey}`] : []),
    '',
    '  Start a first agent (each line lets it in at once, for a day):',
    ...firstAgentLines(welcome, sdkUrl).flatMap(({ title, commands }) => [
      '',
      `  ${title}`,
      ...commands.map((line) => `    ${line}`),
    ]),
    '',
    '',
  ].join('\n')
}
