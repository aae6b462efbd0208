// All handlers, feature by feature; the dispatcher refuses to start unless they match the contract one to one.
import type { Kernel } from '../kernel/kernel.ts'
import type { Routes } from '../kernel/route.ts'
import { agentRoutes } from './agents/routes.ts'
import { approvalRoutes } from './approvals/routes.ts'
import { budgetRoutes } from './budgets/routes.ts'
import { contextRoutes } from './context/routes.ts'
import { enrollmentRoutes } from './enrollment/routes.ts'
import { eventRoutes } from './events/routes.ts'
import { fileRoutes } from './files/routes.ts'
import { keyRoutes } from './keys/routes.ts'
import { logRoutes } from './logs/routes.ts'
import { meRoutes } from './me/routes.ts'
import { messageRoutes } from './messages/routes.ts'
import { presenceRoutes } from './presence/routes.ts'
import { questionRoutes } from './questions/routes.ts'
import { registrationRoutes } from './registrations/routes.ts'
import { runRoutes } from './runs/routes.ts'
import { sessionRoutes } from './sessions/routes.ts'
import { stepRoutes } from './steps/routes.ts'
import { systemRoutes } from './system/routes.ts'
import { taskRoutes } from './tasks/routes.ts'
import { usageRoutes } from './usage/routes.ts'
import { userRoutes } from './users/routes.ts'
import { workspaceRoutes } from './workspaces/routes.ts'

export const allRoutes = (kernel: Kernel): Routes => ({
  ...agentRoutes(kernel),
  ...approvalRoutes(kernel),
  ...budgetRoutes(kernel),
  ...contextRoutes(),
  ...enrollmentRoutes(),
  ...eventRoutes(kernel),
  ...fileRoutes(kernel),
  ...keyRoutes(kernel),
  ...logRoutes(),
  ...meRoutes(),
  ...messageRoutes(),
  ...presenceRoutes(kernel),
  ...questionRoutes(kernel),
  ...registrationRoutes(kernel),
  ...runRoutes(kernel),
  ...sessionRoutes(kernel),
  ...stepRoutes(kernel),
  ...systemRoutes(kernel),
  ...taskRoutes(kernel),
  ...usageRoutes(kernel),
  ...userRoutes(kernel),
  ...workspaceRoutes(kernel),
})
