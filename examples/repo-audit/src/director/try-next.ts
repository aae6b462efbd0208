// What the person can do now, with a server and two agents that are still there.
import type { Actor } from './cast.ts'
import type { Stage } from './stage.ts'
import { paint } from './terminal.ts'

export async function whatToTryNext({ admin, server }: Stage, actors: Actor[]): Promise<string> {
  const { url } = await admin.signInLinks.create()
  const agents = actors.map(({ role, child }) => `${role.name} (kill -9 ${child.pid})`)
  return `
${paint('bold', 'Mission Control stays up. What to try next:')}

  Look around          ${paint('cyan', url)}
                       (signs in once, for ten minutes)
  Do it over           open a finished audit on the page and reopen it: an agent takes it up
  Kill another         ${agents.join(' or ')} while it works; its card goes back
  Let an agent join    curl ${server.url}/api/v1/agents/register -H 'Content-Type: application/json' -d '{"name":"my-agent"}'
                       and approve it on the page
  Read the contract    ${server.url}/api-docs
  Another repository   npm run demo -- ../another-clone

  Ctrl-C stops the server and its agents.
`
}
