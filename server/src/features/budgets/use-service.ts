// How full a budget is, as answers show it.
import type { components } from '../../generated/openapi.ts'
import { isWarned, roomIn } from '../../rules/budget.ts'
import type { OpenWindow } from './money-service.ts'

export function budgetUse(window: OpenWindow): components['schemas']['BudgetUse'] {
  const { budget, limit, spent, reserved } = window
  return {
    budgetId: budget.id,
    scope: budget.scope,
    limitCostMicros: limit,
    spentCostMicros: Math.max(0, spent),
    reservedCostMicros: reserved,
    remainingCostMicros: roomIn(window),
    warning: isWarned(window, budget.warn_at_percent),
  }
}
