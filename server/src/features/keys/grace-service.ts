// A key that was rotated works on for its grace and no longer: it gives out nothing that outlasts it, save a lost successor.
import { AppError } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'
import { type KeyHolder, keyBehind } from './rights.ts'
import { findKeyForUpdate, type KeyRow } from './store.ts'

/**
 * For whatever hands out a lasting secret or lasting rights: who holds a leaked old key shall not outlive it.
 * @throws forbidden where the caller's key has been rotated.
 */
export async function refuseInGrace(reader: Reader, caller: KeyHolder): Promise<void> {
  const key = await keyBehind(reader, caller)
  if (!key || key.grace_until === null) return
  throw new AppError(
    'forbidden',
    `your key '${key.id}' has been rotated: in its grace it hands out no other keys, tokens or rights`,
    { hint: `Use its successor '${key.replaced_by_key_id}'.` },
  )
}

/** Never used, and nobody has ended it. Uses count at once, though they are stored later. */
export function isUntouched(kernel: Kernel, key: KeyRow): boolean {
  if (kernel.authenticator.hasUnsavedUse(key.id) || key.last_used_at !== null) return false
  return key.revoked_at === null && key.grace_until === null
}

/** @returns the successor that nobody has, because the answer with it was lost; none where the key was not rotated. */
export async function findLostSuccessor(tx: Tx, kernel: Kernel, old: KeyRow): Promise<KeyRow | undefined> {
  if (old.replaced_by_key_id === null) return undefined
  const successor = await findKeyForUpdate(tx, old.replaced_by_key_id)
  if (!successor || isUntouched(kernel, successor)) return successor
  throw new AppError('forbidden', `'${old.id}' was replaced by '${successor.id}', which ${fateOf(successor)}`, {
    hint: `Use '${successor.id}', also to rotate that one; without it, ask an admin for another key.`,
  })
}

function fateOf(successor: KeyRow): string {
  if (successor.revoked_at !== null) return 'has been revoked'
  return successor.grace_until === null ? 'has been used already' : 'has been rotated itself'
}
