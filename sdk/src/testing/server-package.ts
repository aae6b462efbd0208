// Finds the real server, which only those need who test against it.

/** As `@mission-control/server/testing` has it; told again here, so that the types need no server. */
export interface TestingServer {
  readonly url: string
  readonly adminKey: string
  readonly workspaceId: string
  now(): number
  advance(seconds: number): Promise<void>
  close(): Promise<void>
}

interface ServerPackage {
  startTestingServer(): Promise<TestingServer>
}

const oldestNode = 24
// No plain text in the import: bundlers and the types of the SDK would follow it into the server.
const specifier = ['@mission-control', 'server', 'testing'].join('/')

/** @throws Error that says what is missing and how to get it */
export async function startTestingServer(): Promise<TestingServer> {
  refuseOldPlatform()
  let server: ServerPackage
  try {
    server = await import(/* @vite-ignore */ specifier)
  } catch (cause) {
    throw new Error(
      'createTestMissionControl needs the package @mission-control/server, and it cannot be loaded. Any Mission Control ' +
        'server hands it out: npm install --save-dev <serverPackageUrl of GET <server>/api/v1/info>.',
      { cause },
    )
  }
  return server.startTestingServer()
}

function refuseOldPlatform(): void {
  const { process } = globalThis as { process?: { versions?: { node?: string; bun?: string } } }
  const { node, bun } = process?.versions ?? {}
  if (node !== undefined && bun === undefined && Number.parseInt(node, 10) >= oldestNode) return
  const here = bun ? `Bun ${bun}` : node ? `Node ${node}` : 'not Node'
  throw new Error(
    `createTestMissionControl runs the real server, which needs Node ${oldestNode} or newer; this is ${here}. ` +
      'createFakeContext tests a handler anywhere.',
  )
}
