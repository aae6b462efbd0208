// HTTP for usage and prices.
import type { Kernel } from '../../kernel/kernel.ts'
import type { AgentPrincipal } from '../../kernel/principal.ts'
import { routes } from '../../kernel/route.ts'
import { assertRun } from '../runs/service.ts'
import { reportUsage, reportUsageBatch } from './service.ts'
import { listPrices, listUsage, overrides, putPrice, removePrice } from './store.ts'

export const usageRoutes = (kernel: Kernel) =>
  routes({
    'usage.report': {
      write: (tx, { params, body, principal }) =>
        reportUsage(tx, kernel, params.runId, (principal as AgentPrincipal).agentId, body),
    },
    'usage.reportBatch': {
      write: (tx, { params, body, principal }) =>
        reportUsageBatch(tx, kernel, params.runId, (principal as AgentPrincipal).agentId, body.reports),
    },
    'usage.list': {
      async read(reader, { params, workspaceId }) {
        await assertRun(reader, workspaceId, params.runId)
        return listUsage(reader, workspaceId, params.runId, params)
      },
    },
    'prices.list': { read: (reader, { params, workspaceId }) => listPrices(reader, workspaceId, params) },
    'prices.put': {
      async write(tx, { body }) {
        const { provider = '*', model, meter, pricePerMillionMicros } = body
        const price = await putPrice(tx, { provider, model, meter, pricePerMillion: pricePerMillionMicros })
        overrides.forgetAfter(tx, kernel)
        tx.append({ type: 'price.changed', payload: { ...price } })
        return price
      },
    },
    'prices.remove': {
      async write(tx, { params }) {
        const price = await removePrice(tx, params.priceId)
        overrides.forgetAfter(tx, kernel)
        tx.append({ type: 'price.removed', payload: { ...price } })
        return price
      },
    },
  })
