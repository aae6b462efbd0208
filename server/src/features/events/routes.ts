// HTTP for the ledger: its pages and its stream.
import type { Kernel } from '../../kernel/kernel.ts'
import { routes } from '../../kernel/route.ts'
import { openStream } from './service.ts'
import { listEvents } from './store.ts'

export const eventRoutes = (kernel: Kernel) =>
  routes({
    'events.list': {
      read: (reader, { workspaceId, params }) => listEvents(reader, workspaceId, params),
    },
    'events.stream': {
      stream: (exchange, call) => openStream(kernel, exchange, call),
    },
  })
