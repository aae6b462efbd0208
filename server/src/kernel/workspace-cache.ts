// Settings of a workspace that every claim or report needs and that hardly ever change: read once, dropped on change.
import type { Reader, Store, Tx } from './store/store.ts'

const mostWorkspaces = 1_000

export class WorkspaceCache<T extends object> {
  readonly #load: (reader: Reader, workspaceId: string) => Promise<T>
  readonly #known = new WeakMap<Store, Map<string, T>>()
  /** Counts what was forgotten: what was read before something changed is not kept. */
  #generation = 0

  constructor(load: (reader: Reader, workspaceId: string) => Promise<T>) {
    this.#load = load
  }

  /** Holds what is committed, never what a unit has written and may still undo. */
  async get({ store }: { readonly store: Store }, workspaceId: string): Promise<T> {
    const workspaces = this.#of(store)
    const known = workspaces.get(workspaceId)
    if (known !== undefined) return known
    const generation = this.#generation
    const loaded = await this.#load(store.reader, workspaceId)
    if (generation !== this.#generation) return loaded
    if (workspaces.size >= mostWorkspaces) workspaces.clear()
    workspaces.set(workspaceId, loaded)
    return loaded
  }

  forgetAfter(tx: Tx, { store }: { readonly store: Store }): void {
    const { workspaceId } = tx
    tx.afterCommit(() => {
      this.#generation += 1
      this.#of(store).delete(workspaceId)
    })
  }

  #of(store: Store): Map<string, T> {
    let workspaces = this.#known.get(store)
    if (!workspaces) {
      workspaces = new Map()
      this.#known.set(store, workspaces)
    }
    return workspaces
  }
}
