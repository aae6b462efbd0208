// What the model can do: look around and read freely, write what a person has approved, ask a person.
import { MissionControlError, type TaskContext } from '@mission-control/sdk'
import type { ChatCompletionFunctionTool, ChatCompletionMessageToolCall } from 'openai/resources'
import type { Folder } from './folder.ts'

const path = { type: 'string', description: 'Path within the folder, such as docs/plan.md; . is the folder itself.' }
const text = { type: 'string' }

export const tools: ChatCompletionFunctionTool[] = [
  tool('list_folder', 'Lists what is in a folder.', { path }),
  tool('read_file', 'Reads a text file.', { path }),
  tool('write_file', 'Writes a text file, new or in place of the old one, once a person agrees.', {
    path,
    content: text,
  }),
  tool('ask_person', 'Asks a person and waits for the answer.', {
    question: text,
    options: { type: 'array', items: text, description: 'Answers you suggest; may be empty.' },
  }),
]

function tool(name: string, description: string, properties: Record<string, unknown>): ChatCompletionFunctionTool {
  const parameters = { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
  return { type: 'function', function: { name, description, parameters } }
}

/** @returns what the model is told; also what it did wrong, so that it can do better */
export async function callTool(call: ChatCompletionMessageToolCall, ctx: TaskContext, folder: Folder): Promise<string> {
  if (call.type !== 'function') return `There is no tool of the type ${call.type}.`
  const { name, arguments: given } = call.function
  ctx.log.info(`${name} ${given.slice(0, 500)}`)
  try {
    return await perform(name, JSON.parse(given), ctx, folder)
  } catch (error) {
    ctx.signal.throwIfAborted()
    if (error instanceof MissionControlError) throw error
    return `That did not work: ${(error as Error).message}`
  }
}

async function perform(
  name: string,
  given: Record<string, unknown>,
  ctx: TaskContext,
  folder: Folder,
): Promise<string> {
  switch (name) {
    case 'list_folder':
      return folder.list(String(given.path))
    case 'read_file':
      return folder.read(String(given.path))
    case 'write_file':
      return write({ path: String(given.path), content: String(given.content) }, ctx, folder)
    case 'ask_person':
      return ask(String(given.question), given.options, ctx)
    default:
      throw new Error(`there is no tool ${name}.`)
  }
}

async function write(wanted: { path: string; content: string }, ctx: TaskContext, folder: Folder): Promise<string> {
  // Nobody should have to decide about what cannot be done.
  await folder.find(wanted.path)
  const approval = await ctx.requestApproval({ risk: 'YELLOW', action: `Write ${wanted.path}`, payload: wanted })
  if (approval.state !== 'approved') {
    const notes = approval.votes.map(({ note }) => note).filter(Boolean)
    return ['Not written: a person has to agree, and did not.', ...notes].join(' ')
  }
  // What was approved is what is done.
  const { path, content } = approval.payload
  await ctx.attach(await folder.write(path, content), { name: path.replaceAll(/[\\/]+/g, '-') })
  return `Wrote ${path}.`
}

async function ask(question: string, options: unknown, ctx: TaskContext): Promise<string> {
  const { answer } = await ctx.ask(question, { options: Array.isArray(options) ? options.map(String) : [] })
  return answer?.option ?? answer?.text ?? 'Nobody answered: go on without.'
}
