// The loop: ask the model, do what it wants done, ask again, until it has nothing more to do.
import { FatalError, type Task, type TaskContext, type TaskDeliverable } from '@mission-control/sdk'
import type OpenAI from 'openai'
import type { ChatCompletionMessageParam as Line } from 'openai/resources'
import type { Folder } from './folder.ts'
import { listenTo } from './listen.ts'
import { callTool, tools } from './tools.ts'

export interface Means {
  openai: OpenAI
  model: string
  folder: Folder
}

const mostTurns = 20
/** What one more turn may cost, in micro-dollars: with less than that left none is begun. */
const turnCostMicros = 10_000

const role = `You do a task in a folder, with the tools given. Ask a person what only a person can know.
When all is done say what you found or did, as markdown, in the first line what matters most.`

/** Each turn and each tool call is a step: after a crash the next run goes on where this one was, and pays for none twice. */
export async function converse(
  task: Task,
  ctx: TaskContext,
  { openai, model, folder }: Means,
): Promise<TaskDeliverable> {
  const tracked = ctx.track(openai)
  const notes = listenTo(ctx)
  const lines: Line[] = [
    { role: 'system', content: role },
    { role: 'user', content: [`# ${task.title}`, task.description, ctx.feedback].filter(Boolean).join('\n\n') },
  ]
  for (let turn = 1; turn <= mostTurns; turn++) {
    ctx.progress(`turn ${turn}`)
    const { heard, answer } = await ctx.step(`turn ${turn}`, async () => {
      refuseToOverspend(ctx)
      const heard = notes.take()
      const messages = [...lines, ...heard]
      const { choices } = await tracked.chat.completions.create({ model, messages, tools }, { signal: ctx.signal })
      return { heard, answer: choices[0]!.message }
    })
    notes.wereHeard()
    lines.push(...heard, answer)
    if (!answer.tool_calls?.length) return deliverable(answer.content)
    for (const [index, call] of answer.tool_calls.entries()) {
      const content = await ctx.step(`turn ${turn}, call ${index + 1}`, () => callTool(call, ctx, folder))
      lines.push({ role: 'tool', tool_call_id: call.id, content })
    }
  }
  throw new FatalError(`The model was not done after ${mostTurns} turns.`)
}

function refuseToOverspend({ budget }: TaskContext): void {
  if (budget.remaining >= turnCostMicros) return
  const lack = `${budget.remaining} micro-dollars are left, and a turn may cost ${turnCostMicros}`
  throw new FatalError(`${lack}: raise the limit of the task and reopen it.`)
}

function deliverable(content: string | null): TaskDeliverable {
  const text = content?.trim() || 'Done.'
  const [firstLine = ''] = text.split('\n')
  return { summary: firstLine.replace(/^#+ /, '').slice(0, 500), content: text }
}
