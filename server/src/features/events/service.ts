// Who may follow the ledger from where, and for how long: a stream ends as soon as its reader may no longer see it.
import { authorise } from '../../kernel/authorise.ts'
import { operationTable } from '../../kernel/contract.ts'
import { AppError, shorten } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Call, Exchange } from '../../kernel/route.ts'
import type { StoredEvent } from '../../kernel/store/store.ts'
import { type EventFilter, lastSeq } from './store.ts'
import { EventStream } from './stream.ts'

type StreamCall = Call<'events.stream'>

const operation = operationTable.find(({ id }) => id === 'events.stream')!

export async function openStream(kernel: Kernel, { request, response }: Exchange, call: StreamCall): Promise<void> {
  const { params, workspaceId } = call
  const after = await startingPoint(kernel, call)
  const recheck = () => void endUnlessAllowed(kernel, call, stream)
  const stream = new EventStream(response, {
    workspaceId,
    after,
    matches: matcher(params),
    feed: kernel.feed,
    store: kernel.store,
    recheck,
    onError: (error) => kernel.logger.error({ err: error, requestId: call.requestId }, 'an event stream failed'),
  })
  stream.start(call.responseHeaders)
  const end = () => stream.end()
  kernel.shutdown.addEventListener('abort', end)
  stream.onFinish(() => kernel.shutdown.removeEventListener('abort', end))
  stream.onFinish(kernel.authenticator.onForget(recheck))
  // What was revoked while this was being set up has been announced already.
  recheck()
  if (kernel.shutdown.aborted || request.method === 'HEAD') end()
}

async function startingPoint(kernel: Kernel, { params, headers, workspaceId }: StreamCall): Promise<number> {
  const last = await lastSeq(kernel.store.reader, workspaceId)
  await kernel.store.durable()
  const header = headers['last-event-id']
  const isByHeader = typeof header === 'string' && header !== ''
  const given = isByHeader ? header : params.after
  if (given === undefined) return last
  if (/^\d{1,16}$/.test(given) && Number(given) <= last) return Number(given)
  const problem = `'${shorten(given)}' is no event of this workspace, whose last one is ${last}`
  const path = isByHeader ? 'Last-Event-ID' : 'after'
  throw new AppError('validation_failed', `${path}: ${problem}`, {
    hint: 'Begin anew without an id, or with 0 for the whole ledger.',
    details: { issues: [{ path, message: problem }] },
  })
}

function matcher({ types, taskId, agentId }: EventFilter): (event: StoredEvent) => boolean {
  const wanted = types && new Set(types)
  return (event) =>
    (wanted?.has(event.type) ?? true) &&
    (taskId === undefined || event.taskId === taskId) &&
    (agentId === undefined || event.agentId === agentId)
}

async function endUnlessAllowed(kernel: Kernel, call: StreamCall, stream: EventStream): Promise<void> {
  try {
    const { headers } = call
    const principal = await kernel.authenticator.principalOf(headers)
    const workspaceId = await authorise(
      operation,
      principal,
      { headers, workspaceInPath: undefined },
      kernel.workspaces,
    )
    if (workspaceId !== call.workspaceId) stream.end()
  } catch {
    stream.end()
  }
}
