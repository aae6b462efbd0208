// A server, and a shell that is signed in to it as an operator.
import { startTestServer, type TestServer } from '@mission-control/server/test-support/server'
import { Shell } from './shell.ts'

export interface Place {
  readonly server: TestServer
  readonly shell: Shell
  /** Key of a second operator, for what needs two people. */
  readonly otherKey: string
  close(): Promise<void>
}

export async function openPlace(): Promise<Place> {
  const server = await startTestServer()
  const { key } = await server.addUser('operator')
  const { key: otherKey } = await server.addUser('operator')
  const shell = new Shell()
  shell.now = () => server.clock.now()
  shell.env = { MC_URL: server.url, MC_API_KEY: key }
  return {
    server,
    shell,
    otherKey,
    async close() {
      shell.remove()
      await server.close()
    },
  }
}
