// Picking one of several that wait, for a command that was given no id.
import type { Ask } from './ask.ts'
import { wrongUsage } from './failure.ts'
import { type Column, table } from './output/table.ts'
import type { Session } from './session.ts'
import { canAsk } from './terminal.ts'

/** @throws Failure where there is nobody to ask; a script names what it means */
export function needsSomebody(session: Session, missing: string, hint: string): void {
  if (!canAsk(session.terminal) || session.isJson) throw wrongUsage(missing, hint)
}

/** @returns the one that is picked; asks until there is one */
export async function choose<T extends { readonly id: string }>(
  session: Session,
  ask: Ask,
  entries: readonly T[],
  columns: readonly Column<T>[],
): Promise<T> {
  const number: Column<T> = { title: '#', value: (entry) => `${entries.indexOf(entry) + 1}`, right: true }
  session.note(table([number, ...columns], entries, session.style, session.terminal.stderr.columns || 80))
  const range = entries.length === 1 ? '1' : `1 to ${entries.length}`
  for (;;) {
    const entry = entries[Number(await ask(`Which one (${range})? `)) - 1]
    if (entry) return entry
  }
}

/** @returns whether the answer is yes; only a clear one is */
export async function confirmed(ask: Ask, question: string): Promise<boolean> {
  return /^y(es)?$/i.test((await ask(`${question} [y/N] `)).trim())
}

/** Asks until there is an answer. */
export async function askForText(ask: Ask, question: string): Promise<string> {
  for (;;) {
    const text = (await ask(question)).trim()
    if (text !== '') return text
  }
}
