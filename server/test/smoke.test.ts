import { test, expect } from 'vitest'
import { startTestServer } from './support/server.ts'
test('smoke', async () => {
  const t0 = performance.now()
  const server = await startTestServer()
  console.log('start', performance.now() - t0)
  console.log(JSON.stringify((await server.admin.get('/me')).data))
  console.log(JSON.stringify((await server.api().get('/info')).data))
  const agent = await server.addAgent({ name: 'a1', capabilities: ['x'] })
  console.log(agent, JSON.stringify((await server.api(agent.key).get('/agents')).data))
  console.log(JSON.stringify((await server.admin.get('/events?limit=3')).data))
  await server.close()
})
