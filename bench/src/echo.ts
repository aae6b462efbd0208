// The yardstick: a bare Express 5 server that reads JSON, checks a schema, looks a bearer up and answers. No store at all.
import express from 'express'
import { z } from 'zod'

const schema = z.strictObject({
  instanceId: z.string().min(1).max(64),
  leases: z.array(z.strictObject({ taskId: z.string().min(1).max(64), fence: z.number().int().min(1) })).max(200),
})
const keys = new Map(Array.from({ length: 1000 }, (_, index) => [`mc_echo_${index}`, { agentId: `agt_${index}` }]))

const app = express()
app.disable('x-powered-by')
app.disable('etag')
app.use(express.json())
app.post('/api/v1/echo', (request, response) => {
  const agent = keys.get((request.headers.authorization ?? '').replace('Bearer ', ''))
  if (!agent) return void response.status(401).json({ success: false })
  const parsed = schema.safeParse(request.body)
  if (!parsed.success) return void response.status(400).json({ success: false })
  response.json({ success: true, data: { agentId: agent.agentId, received: parsed.data } })
})
const server = app.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as { port: number }
  process.stdout.write(`listening ${port}\n`)
})
