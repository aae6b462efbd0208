// When each key was last used, written now and then: a request never pays for it.
import type { Kernel } from '../kernel/kernel.ts'
import { sql } from '../kernel/store/query.ts'
import { systemActor, systemWorkspaceId } from '../kernel/store/store.ts'

const note = sql<{ keyId: string; at: number }>(
  'update api_keys set last_used_at = :at where id = :keyId and (last_used_at is null or last_used_at < :at)',
)

export async function noteKeyUse(kernel: Kernel): Promise<boolean> {
  const uses = kernel.authenticator.takeLastUses()
  if (uses.length === 0) return false
  await kernel.store.write({ workspaceId: systemWorkspaceId, actor: systemActor }, async (tx) => {
    for (const [keyId, at] of uses) await tx.run(note, { keyId, at })
  })
  return false
}
