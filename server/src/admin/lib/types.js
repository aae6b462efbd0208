// Names for the shapes the API answers with, taken from the contract's generated types. Nothing here runs.
/** @typedef {import('../../generated/openapi.ts').components['schemas']} Schemas */
/** @typedef {Schemas['Task']} Task */
/** @typedef {Schemas['TaskDetail']} TaskDetail */
/** @typedef {Schemas['TaskState']} TaskState */
/** @typedef {Schemas['TaskTransition']} TaskTransition */
/** @typedef {Schemas['TaskCounts']['states']} TaskCounts */
/** @typedef {Schemas['Agent']} Agent */
/** @typedef {Schemas['Approval']} Approval */
/** @typedef {Schemas['Question']} Question */
/** @typedef {Schemas['Run']} Run */
/** @typedef {Schemas['LogEntry']} LogEntry */
/** @typedef {Schemas['Registration']} Registration */
/** @typedef {Schemas['Budget']} Budget */
/** @typedef {Schemas['BudgetDetail']} BudgetDetail */
/** @typedef {Schemas['BudgetWindow']} BudgetWindow */
/** @typedef {Schemas['RunStats']} RunStats */
/** @typedef {Schemas['Message']} Message */
/** @typedef {Schemas['TaskFile']} TaskFile */
/** @typedef {Schemas['TimelineEntry']} TimelineEntry */
/** @typedef {Schemas['Event']} LedgerEvent */
/** @typedef {Schemas['SessionInfo']} SessionInfo */
/** @typedef {Schemas['ServerInfo']} ServerInfo */
/** @typedef {Schemas['WorkspaceRole']} WorkspaceRole */
/** @typedef {{ id: string, slug: string, name: string, role: WorkspaceRole }} Place a workspace and one's role in it */
/** @typedef {{ done: number, total: number, label?: string | null }} Progress */
export {}
