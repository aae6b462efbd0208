// When each key was last used, carried from memory to the store now and then: a request never waits for it.
import type { Kernel } from '../../kernel/kernel.ts'
import { systemActor, systemWorkspaceId } from '../../kernel/store/store.ts'
import { markUsed } from './store.ts'

const mostPerUnit = 200

export async function saveKeyUses(kernel: Kernel): Promise<void> {
  const uses = kernel.authenticator.unsavedUses()
  for (let start = 0; start < uses.length; start += mostPerUnit) {
    const some = uses.slice(start, start + mostPerUnit)
    await kernel.store.write({ workspaceId: systemWorkspaceId, actor: systemActor }, async (tx) => {
      for (const [keyId, at] of some) await markUsed(tx, keyId, at)
    })
    kernel.authenticator.forgetSavedUses(some)
  }
}
