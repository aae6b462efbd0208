// Codex: its program tells, at the end of each turn, what the whole thread has used so far.
import { randomId } from '../random-id.ts'
import { has, isCall, type Loose, loose, text, watch, withMembers } from './shape.ts'
import {
  type Counts,
  combine,
  fromInclusive,
  isNothing,
  noCounts,
  reportCounts,
  reportUnknown,
  type UsageSink,
} from './usage.ts'

/** What each thread had used by the last turn we saw, by its id; a thread may be resumed as another object. */
const before = new Map<string, Counts>()
const mostRemembered = 10_000

export const isCodex = (thing: unknown): thing is Loose => has(thing, 'startThread', 'resumeThread')
export const isThread = (thing: unknown): thing is Loose => has(thing, 'run', 'runStreamed') && 'id' in loose(thing)!

export const trackCodex = (codex: Loose, sink: UsageSink): Loose =>
  withMembers(codex, (name) => {
    const open = codex[name]
    if ((name !== 'startThread' && name !== 'resumeThread') || !isCall(open)) return undefined
    return (...args: unknown[]) => trackThread(open.apply(codex, args) as Loose, sink)
  })

export function trackThread(thread: Loose, sink: UsageSink): Loose {
  let last = thread.id === null ? noCounts : undefined
  const completed = (usage: unknown) => {
    const id = text(thread.id)
    // A thread gets its id when its first turn begins.
    if (!id) return
    const total = totalOf(usage)
    const model = text(loose(thread._threadOptions)?.model)
    const source = {
      provider: 'openai',
      ...(model && { model }),
      measureId: `${id}:${total ? sizeOf(total) : `unknown-${randomId()}`}`,
    }
    // Of a thread resumed from another program nobody can tell what was used now and what long ago.
    const start = before.get(id) ?? last
    if (total) {
      remember(id, total)
      last = total
    }
    const used = total && start && combine(total, start, (now, then) => now - then)
    // Counts that went down began anew.
    const isAnew = used && Object.values(used).some((value) => value < 0)
    const counts = isAnew ? total : used
    if (counts && !isNothing(counts)) reportCounts(sink, counts, source)
    else if (!counts) reportUnknown(sink, source)
  }

  return withMembers(thread, (name) => {
    const run = thread[name]
    if (!isCall(run)) return undefined
    if (name === 'run') {
      return async (...args: unknown[]) => {
        try {
          const turn = loose(await run.apply(thread, args))
          completed(turn?.usage)
          return turn
        } catch (error) {
          completed(undefined)
          throw error
        }
      }
    }
    if (name !== 'runStreamed') return undefined
    return async (...args: unknown[]) => {
      const turn = loose(await run.apply(thread, args))
      return { ...turn, events: watchTurn(turn?.events as AsyncGenerator<unknown>, completed) }
    }
  })
}

function watchTurn(events: AsyncGenerator<unknown>, completed: (usage: unknown) => void) {
  let isCompleted = false
  let isStarted = false
  const look = (event: unknown) => {
    isStarted = true
    if (loose(event)?.type !== 'turn.completed') return
    isCompleted = true
    completed(loose(event)?.usage)
  }
  const end = () => {
    if (isStarted && !isCompleted) completed(undefined)
    isCompleted = true
  }
  const watched = watch(events, look, end)
  return withMembers(events, (name) => {
    if (name === Symbol.asyncIterator) return () => watched
    return Object.hasOwn(watched, name) ? watched[name as 'next'] : undefined
  })
}

function totalOf(value: unknown): Counts | undefined {
  const usage = loose(value)
  if (!usage) return undefined
  return fromInclusive({
    input: usage.input_tokens,
    cached: usage.cached_input_tokens,
    written: usage.cache_write_input_tokens,
    output: usage.output_tokens,
    reasoning: usage.reasoning_output_tokens,
  })
}

const sizeOf = (counts: Counts): number => Object.values(counts).reduce((sum, value) => sum + value, 0)

function remember(id: string, total: Counts): void {
  before.delete(id)
  before.set(id, total)
  if (before.size > mostRemembered) before.delete(before.keys().next().value!)
}
