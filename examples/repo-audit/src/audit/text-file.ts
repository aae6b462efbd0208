// Reads a tracked file if it is text a person may have written.
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Repository } from './repository.ts'

const longestBytes = 1_000_000
const lookedAtBytes = 8000

export type TextFile = { text: string } | { skipped: 'binary' | 'large' | 'unreadable' }

export async function readTextFile({ root }: Repository, path: string): Promise<TextFile> {
  let bytes: Buffer
  try {
    await using file = await open(join(root, path))
    const { size } = await file.stat()
    if (size > longestBytes) return { skipped: 'large' }
    bytes = await file.readFile()
  } catch {
    // Deleted in the work tree, left out by a sparse checkout, or not ours to read.
    return { skipped: 'unreadable' }
  }
  // How git tells text from binary.
  if (bytes.subarray(0, lookedAtBytes).includes(0)) return { skipped: 'binary' }
  return { text: bytes.toString('utf8') }
}

/** Numbered as git numbers them. */
export const linesOf = (text: string): string[] => text.split(/\r?\n/)

/** Counted as `wc -l` does, and a last line without an end as one more. */
export function countLines(text: string): number {
  const lines = linesOf(text).length
  return text === '' || text.endsWith('\n') ? lines - 1 : lines
}

/** Counts what was left out, to be told in one sentence. */
export class Skips {
  readonly #counts = new Map<string, number>()

  add(why: string, count = 1): void {
    this.#counts.set(why, (this.#counts.get(why) ?? 0) + count)
  }

  get sentences(): string[] {
    return [...this.#counts].map(([why, count]) => `${count} ${count === 1 ? 'file' : 'files'} left out: ${why}.`)
  }
}

export const skipReasons = {
  binary: 'not text',
  large: 'larger than a megabyte',
  unreadable: 'tracked, but not there to be read',
} as const
