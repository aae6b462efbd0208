// Bytes on disk, each content once, under the digest it has: there whole before any row names them, or not at all.
import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Clock } from './clock.ts'
import { AppError } from './errors.ts'

/** Bytes that have come whole and have no name yet. */
export interface Received {
  readonly sha256: string
  readonly sizeBytes: number
  readonly path: string
}

const incomingFolder = 'incoming'
const shardCount = 256

export class Blobs {
  readonly #folder: string
  readonly #clock: Clock
  /** The last of those who wait for the same digest. */
  readonly #turns = new Map<string, Promise<unknown>>()
  #nextShard = 0

  constructor(folder: string, clock: Clock) {
    this.#folder = folder
    this.#clock = clock
  }

  /**
   * Writes what comes under a passing name, to the disk itself. The caller keeps or discards it.
   * @throws payload_too_large, storage_unavailable, and what the chunks throw; nothing is left then
   */
  async receive(chunks: AsyncIterable<Buffer>, mostBytes: number): Promise<Received> {
    const path = join(this.#folder, incomingFolder, randomUUID())
    const digest = createHash('sha256')
    let sizeBytes = 0
    try {
      const file = await stored(() => this.#create(path))
      try {
        for await (const chunk of chunks) {
          sizeBytes += chunk.length
          if (sizeBytes > mostBytes) throw tooLarge(`more than ${mostBytes} bytes`, mostBytes)
          digest.update(chunk)
          await stored(() => file.appendFile(chunk))
        }
        const now = this.#clock.now() / 1000
        // The sweep tells by this clock how old they are.
        await stored(() => file.utimes(now, now))
        await stored(() => file.sync())
      } finally {
        await file.close()
      }
      return { sha256: digest.digest('hex'), sizeBytes, path }
    } catch (error) {
      await this.discard({ path })
      throw error
    }
  }

  /**
   * Gives the bytes their name and lets a row refer to them, with nobody removing the same content in between.
   * @param refer commits that row
   */
  keep<T>({ sha256, path }: Received, refer: () => Promise<T>): Promise<T> {
    return this.#inTurn(sha256, async () => {
      await stored(async () => {
        const folder = join(this.#folder, sha256.slice(0, 2))
        await makeFolder(folder)
        await rename(path, join(folder, sha256))
        await syncFolder(folder)
      })
      return refer()
    })
  }

  async discard({ path }: Pick<Received, 'path'>): Promise<void> {
    // What cannot be removed now, the sweep finds.
    await rm(path, { force: true }).catch(() => {})
  }

  /** @throws as the file system does: ENOENT where there is no such content */
  async read(sha256: string, first: number, last: number): Promise<Readable> {
    const file = await open(this.#pathOf(sha256), 'r')
    // Of nothing there is no last byte.
    if (last < first) return file.createReadStream({ start: 0 })
    return file.createReadStream({ start: first, end: last })
  }

  /** Removes the content unless somebody still needs it. */
  removeUnless(sha256: string, isUsed: () => Promise<boolean>): Promise<void> {
    return this.#inTurn(sha256, async () => {
      if (!(await isUsed())) await rm(this.#pathOf(sha256), { force: true })
    })
  }

  /** Removes passing names nobody came back for. */
  async sweepIncoming(olderThan: number): Promise<void> {
    const folder = join(this.#folder, incomingFolder)
    for (const name of await filesIn(folder)) {
      const path = join(folder, name)
      if (await isOlder(path, olderThan)) await this.discard({ path })
    }
  }

  /** The digests of some of the contents that are older: each call looks at the next few folders, and round again. */
  async nextOld(olderThan: number, folders: number): Promise<string[]> {
    const found: string[] = []
    for (let count = 0; count < folders; count += 1) {
      const shard = this.#nextShard.toString(16).padStart(2, '0')
      this.#nextShard = (this.#nextShard + 1) % shardCount
      const folder = join(this.#folder, shard)
      for (const name of await filesIn(folder)) if (await isOlder(join(folder, name), olderThan)) found.push(name)
    }
    return found
  }

  async #create(path: string): Promise<FileHandle> {
    await makeFolder(join(this.#folder, incomingFolder))
    return open(path, 'wx', 0o600)
  }

  #pathOf(sha256: string): string {
    return join(this.#folder, sha256.slice(0, 2), sha256)
  }

  async #inTurn<T>(sha256: string, act: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(sha256) ?? Promise.resolve()
    const turn = before.then(act, act)
    const settled = turn.catch(() => {})
    this.#turns.set(sha256, settled)
    try {
      return await turn
    } finally {
      if (this.#turns.get(sha256) === settled) this.#turns.delete(sha256)
    }
  }
}

export const tooLarge = (size: string, mostBytes: number): AppError =>
  new AppError('payload_too_large', `the file has ${size}; at most ${mostBytes} bytes are taken`, {
    hint: 'Split it, or put it elsewhere and give its address.',
  })

/** Whatever the file system refuses means the same to a caller: it is not stored. */
async function stored<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (cause) {
    throw new AppError('storage_unavailable', 'the file could not be written, so nothing was done', { cause })
  }
}

const makeFolder = (folder: string) => mkdir(folder, { recursive: true, mode: 0o700 })

/** A name is only as durable as the folder it stands in. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

async function isOlder(path: string, than: number): Promise<boolean> {
  try {
    return (await stat(path)).mtimeMs <= than
  } catch {
    return false
  }
}
