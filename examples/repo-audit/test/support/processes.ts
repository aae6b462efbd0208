// Looks at processes from outside, as a person with `ps` does. Linux only.
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const read = (pid: number, name: string): string => {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return ''
  }
}

/** @returns the process ids by what was started, those a signal could reach */
export function childrenOf(parent: number): { pid: number; command: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => Number(fieldsAfterName(pid)[1]) === parent)
    .map((pid) => ({ pid, command: read(pid, 'cmdline').replaceAll('\0', ' ') }))
}

/** One that ended and that nobody has asked about is not alive. */
export const isAlive = (pid: number): boolean => !['Z', 'X', undefined, ''].includes(fieldsAfterName(pid)[0])

const fieldsAfterName = (pid: number): string[] => {
  const stat = read(pid, 'stat')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

export async function until(test: () => boolean): Promise<void> {
  while (!test()) await sleep(50)
}
