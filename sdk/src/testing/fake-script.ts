// What the people of a fake say: looked up in what the test wrote, or refused with the line that is missing there.
import type { ApprovalRequest, QuestionOptions } from '../worker/task-context.ts'

/** What becomes of an approval. `waiting`: nobody decides, and the task is given back until somebody does. */
export type ScriptedDecision = 'approved' | 'denied' | 'expired' | 'withdrawn' | 'waiting'

/**
 * One decision for all, one for each `action`, or a function that decides.
 *
 * @example
 * ```ts
 * const ctx = createFakeContext({ approvals: ({ risk }) => (risk === 'RED' ? 'denied' : 'approved') })
 * const { state } = await ctx.requestApproval({ risk: 'RED', action: 'Delete a branch', payload: { branch: 'old' } })
 * expect(state).toBe('denied')
 * ```
 */
export type DecisionScript =
  | ScriptedDecision
  | Readonly<Record<string, ScriptedDecision>>
  | ((request: ApprovalRequest) => ScriptedDecision | Promise<ScriptedDecision>)

/**
 * An answer for each question, or a function that answers; null is no answer until it is too late.
 *
 * @example
 * ```ts
 * const ctx = createFakeContext({ answers: { 'Which branch is canonical?': 'develop' } })
 * const { answer } = await ctx.ask('Which branch is canonical?', { options: ['main', 'develop'] })
 * expect(answer?.option).toBe('develop')
 * ```
 */
export type AnswerScript =
  | Readonly<Record<string, string | null>>
  | ((question: string, options: QuestionOptions) => string | null | Promise<string | null>)

export async function decisionOn(request: ApprovalRequest, script: DecisionScript = {}): Promise<ScriptedDecision> {
  if (typeof script === 'string') return script
  if (typeof script === 'function') return script(request)
  const decision = Object.hasOwn(script, request.action) ? script[request.action] : undefined
  if (decision) return decision
  // As the server does: nobody is asked.
  if (request.risk === 'GREEN') return 'approved'
  throw missing('asked for leave', request.action, 'approvals', 'approved')
}

export async function answerTo(
  question: string,
  options: QuestionOptions,
  script: AnswerScript = {},
): Promise<string | null> {
  if (typeof script === 'function') return script(question, options)
  const answer = Object.hasOwn(script, question) ? script[question] : undefined
  if (answer !== undefined) return answer
  throw missing('asked', question, 'answers', options.options?.[0] ?? 'yes')
}

const missing = (did: string, what: string, option: string, example: string) =>
  new Error(
    `The handler ${did} ${JSON.stringify(what)}, and the test does not say what it gets: ` +
      `createFakeContext({ ${option}: { ${JSON.stringify(what)}: ${JSON.stringify(example)} } }).`,
  )
