// HTTP for runs: those without a task are started and ended here; all of them are read here.
import { fromTimestamp } from '../../kernel/clock.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { AgentPrincipal, Principal } from '../../kernel/principal.ts'
import { routes } from '../../kernel/route.ts'
import { listRuns, sumUpRuns } from './list-store.ts'
import { reserveForRun } from './reserve-service.ts'
import { endOwnRun, startOwnRun } from './service.ts'
import { readRun } from './store.ts'

const dayMilliseconds = 86_400_000
const longestStretchMilliseconds = 31 * dayMilliseconds

export const runRoutes = (kernel: Kernel) =>
  routes({
    'runs.start': {
      write: (tx, { body, principal }) => startOwnRun(tx, kernel, agentIdOf(principal), body),
    },
    'runs.complete': {
      async write(tx, { params, body, principal }) {
        const end = { reason: 'completed', summary: body?.summary ?? null } as const
        await endOwnRun(tx, params.runId, agentIdOf(principal), end)
        return readRun(tx, tx.workspaceId, params.runId)
      },
    },
    'runs.fail': {
      async write(tx, { params, body, principal }) {
        await endOwnRun(tx, params.runId, agentIdOf(principal), { reason: 'failed', error: body.error })
        return readRun(tx, tx.workspaceId, params.runId)
      },
    },
    'runs.reserve': {
      write: (tx, { params, body, principal }) =>
        reserveForRun(tx, kernel, { runId: params.runId, agentId: agentIdOf(principal) }, body.costMicros),
    },
    'runs.list': { read: (reader, { params, workspaceId }) => listRuns(reader, workspaceId, params) },
    'runs.get': { read: (reader, { params, workspaceId }) => readRun(reader, workspaceId, params.runId) },
    'runs.stats': {
      read(reader, { params, workspaceId }) {
        const until = params.until === undefined ? kernel.clock.now() : fromTimestamp(params.until, 'until')
        const since = params.since === undefined ? until - dayMilliseconds : fromTimestamp(params.since, 'since')
        if (since > until || until - since > longestStretchMilliseconds) {
          throw new AppError(
            'validation_failed',
            'since: the stretch must begin before it ends and be 31 days at most',
            {
              details: {
                issues: [{ path: 'since', message: 'the stretch must begin before it ends and be 31 days at most' }],
              },
            },
          )
        }
        return sumUpRuns(reader, workspaceId, { ...params, since, until })
      },
    },
  })

const agentIdOf = (principal: Principal): string => (principal as AgentPrincipal).agentId
