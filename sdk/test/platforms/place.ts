// A real server as a process of its own, reached by a connection that the exercise can have cut.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startCuttableWire } from '@mission-control/server/test-support/cuttable-wire'
import { startServerProcess } from '@mission-control/server/test-support/server-process'
import type { Given } from './exercise.ts'

/** As `npm run admin-key -- --print` makes them; good for no other server. */
const adminKey = 'mc_user_sbL5AsFasl3RWQHGe4YOOCWMkePaNB8q1ALXBw'

export interface Place {
  /** What the exercise needs to know on a platform. */
  givenTo(platform: string, hasFiles: boolean): Given
  close(): Promise<void>
}

export async function openPlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'mission-control-platforms-'))
  const server = await startServerProcess({ dataDir: join(folder, 'data'), adminKey })
  const wire = await startCuttableWire(`http://127.0.0.1:${server.port}`)
  const control = createServer(async (_request, response) => {
    wire.cut()
    // Longer than the server asks to wait, so that the first try to connect again fails too.
    await sleep(2500)
    wire.mend()
    response.writeHead(204).end()
  })
  await new Promise<void>((done) => control.listen(0, '127.0.0.1', done))
  const attachment = join(folder, 'attachment.txt')
  await writeFile(attachment, 'By its path.')
  return {
    givenTo(platform, hasFiles) {
      const name = platform.toLowerCase().replace(/[^a-z0-9]+/g, '-')
      const cutUrl = `http://127.0.0.1:${(control.address() as AddressInfo).port}/`
      const files = { keyPath: join(folder, `${name}.key`), attachment }
      return { baseUrl: wire.url, adminKey, cutUrl, name, ...(hasFiles && files) }
    },
    async close() {
      control.close()
      control.closeAllConnections()
      await wire.close()
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
