// HTTP for budgets.

import type { components } from '../../generated/openapi.ts'
import { AppError, notFound } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { routes } from '../../kernel/route.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { liftNeedlessHolds, releaseBudget } from './change-service.ts'
import { findBudget, mostStandingBudgets, standing } from './store.ts'
import {
  insertBudget,
  listBudgets,
  liveTwin,
  openWindowsOf,
  removeBudget,
  saveBudget,
  subjectExists,
  toBudget,
} from './wire-store.ts'

type CreateBudget = components['schemas']['CreateBudget']

const windowOfScope = { agent: 'day', task: 'none', run: 'none' } as const

export const budgetRoutes = (kernel: Kernel) =>
  routes({
    'budgets.list': { read: (reader, { params, workspaceId }) => listBudgets(reader, workspaceId, params) },
    'budgets.create': {
      async write(tx, { body }) {
        await checkBudget(tx, body)
        if ((await standing.get(kernel, tx.workspaceId)).length >= mostStandingBudgets) {
          throw new AppError('limit_reached', `this workspace has ${mostStandingBudgets} budgets already`)
        }
        const id = newId('bud', tx.now)
        await insertBudget(tx, id, body)
        standing.forgetAfter(tx, kernel)
        tx.append({ type: 'budget.created', payload: { budgetId: id, ...body } })
        return toBudget((await findBudget(tx, tx.workspaceId, id))!)
      },
    },
    'budgets.get': {
      async read(reader, { params, workspaceId }) {
        const budget = await findBudget(reader, workspaceId, params.budgetId)
        if (!budget) throw notFound('budget', params.budgetId)
        return { budget: toBudget(budget), windows: await openWindowsOf(reader, budget, kernel.clock.now()) }
      },
    },
    'budgets.update': {
      async write(tx, { params, body }) {
        const budget = await findBudget(tx, tx.workspaceId, params.budgetId)
        if (!budget) throw notFound('budget', params.budgetId)
        const { limitCostMicros = budget.limit_cost, warnAtPercent = budget.warn_at_percent } = body
        standing.forgetAfter(tx, kernel)
        await saveBudget(tx, budget.id, limitCostMicros, warnAtPercent)
        tx.append({ type: 'budget.updated', payload: { budgetId: budget.id, change: { ...body } } })
        await liftNeedlessHolds(tx, kernel, { ...budget, limit_cost: limitCostMicros })
        return toBudget((await findBudget(tx, tx.workspaceId, budget.id))!)
      },
    },
    'budgets.remove': {
      async write(tx, { params }) {
        const budget = await findBudget(tx, tx.workspaceId, params.budgetId)
        if (!budget) throw notFound('budget', params.budgetId)
        standing.forgetAfter(tx, kernel)
        await removeBudget(tx, budget.id)
        await releaseBudget(tx, kernel, budget)
        tx.append({ type: 'budget.removed', payload: { budgetId: budget.id } })
        return toBudget(budget)
      },
    },
  })

async function checkBudget(tx: Tx, { scope, scopeId = null, window }: CreateBudget): Promise<void> {
  if (window !== windowOfScope[scope]) {
    throw invalid('window', `a budget of scope '${scope}' has the window '${windowOfScope[scope]}'`)
  }
  if (scope === 'run' && scopeId !== null) throw invalid('scopeId', 'a run budget is for each run: leave scopeId out')
  if (scopeId !== null && !(await subjectExists(tx, scope, scopeId))) throw notFound(scope, scopeId)
  const twin = await liveTwin(tx, scope, scopeId)
  if (twin) throw invalid('scope', `there is such a budget already: '${twin}'; change that one`)
}

const invalid = (path: string, message: string) =>
  new AppError('validation_failed', `${path}: ${message}`, { details: { issues: [{ path, message }] } })
