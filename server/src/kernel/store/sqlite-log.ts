// The write-ahead log on its way to the disk: beside the thread, which goes on meanwhile, and many commits by one fsync.
import { closeSync, fdatasync, openSync } from 'node:fs'

/** Sees to it that all that was written to a file is on the disk. */
export type SyncFile = (descriptor: number, done: (error: Error | null) => void) => void

const alreadyDurable = Promise.resolve()

export class SqliteLog {
  readonly #filename: string
  readonly #sync: SyncFile | null
  readonly #failureListeners: ((error: Error) => void)[] = []
  #descriptor: number | null = null
  #commits = 0
  #durableCommits = 0
  /** The fsync under way, and how many commits were made before it began. */
  #running: { readonly commits: number; readonly done: Promise<void> } | null = null
  /** The one after that, which takes along what is committed until it begins. */
  #next: Promise<void> | null = null
  #failure: Error | null = null

  /**
   * @param database the filename of the database, beside which the log is
   * @param sync null: never, for tests that would rather be quick than survive a power cut
   */
  constructor(database: string, sync: SyncFile | null = fdatasync) {
    this.#filename = `${database}-wal`
    this.#sync = sync
  }

  get isSyncing(): boolean {
    return this.#running !== null
  }

  /** What the disk said when it failed; from then on nobody knows what is on it. */
  get failure(): Error | null {
    return this.#failure
  }

  /** What was written may be lost, and no later fsync would say so: whoever hears of it has to end. */
  onFailure(listener: (error: Error) => void): void {
    this.#failureListeners.push(listener)
  }

  /** To be told of each commit that changed something. */
  committed(): void {
    this.#commits += 1
  }

  /**
   * Resolves once all that is committed by now is on the disk.
   *
   * @throws `failure`
   */
  durable(): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure)
    if (this.#sync === null || this.#durableCommits === this.#commits) return alreadyDurable
    if (this.#next !== null) return this.#next
    if (this.#running === null) return this.#begin(this.#sync)
    const { commits, done } = this.#running
    if (commits === this.#commits) return done
    this.#next = done.then(() => this.#begin(this.#sync!))
    return this.#next
  }

  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor)
    this.#descriptor = null
  }

  #begin(sync: SyncFile): Promise<void> {
    this.#next = null
    const commits = this.#commits
    const synced = Promise.withResolvers<void>()
    this.#running = { commits, done: synced.promise }
    const end = (error: Error | null) => {
      this.#running = null
      if (error === null) {
        this.#durableCommits = commits
        return synced.resolve()
      }
      this.#failure = error
      synced.reject(error)
      for (const listener of this.#failureListeners) listener(error)
    }
    try {
      // There since the first commit, and the same file until the database is closed.
      this.#descriptor ??= openSync(this.#filename, 'r+')
      sync(this.#descriptor, end)
    } catch (error) {
      end(error as Error)
    }
    return synced.promise
  }
}
