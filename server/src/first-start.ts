// What an empty database needs before anybody can do anything: a workspace, a person who runs the server, and their key.

import { scopesOfRole } from './features/keys/scope-service.ts'
import { mintKey } from './features/keys/service.ts'
import { hashIsKnown } from './features/keys/store.ts'
import { findFirstAdmin, insertUser } from './features/users/store.ts'
import { addMembership, insertWorkspace } from './features/workspaces/store.ts'
import { hashSecret, kindOfSecret, newSecret } from './kernel/credentials.ts'
import { newId } from './kernel/ids.ts'
import { type Store, systemActor, systemWorkspaceId, type Tx } from './kernel/store/store.ts'

export interface FirstStartOptions {
  /** MC_ADMIN_KEY: the key the first admin shall have, or null for one made here. */
  readonly adminKey: string | null
}

/** @returns the key where one was made; it is shown nowhere again. */
export async function ensureFirstAdmin(store: Store, options: FirstStartOptions): Promise<{ key: string | null }> {
  if (options.adminKey !== null) refuseMalformed(options.adminKey)
  return inSystemLedger(store, async (tx) => {
    const known = await findFirstAdmin(tx)
    const userId = known ?? (await createFirstAdmin(tx))
    if (options.adminKey !== null) {
      await giveKey(tx, userId, options.adminKey)
      return { key: null }
    }
    return { key: known === null ? await newAdminKey(tx, userId, 'First key') : null }
  })
}

/** A new key for the first admin, where the others are lost. */
export async function makeAdminKey(store: Store): Promise<string> {
  return inSystemLedger(store, async (tx) => {
    const userId = (await findFirstAdmin(tx)) ?? (await createFirstAdmin(tx))
    return newAdminKey(tx, userId, 'Made from the shell')
  })
}

const inSystemLedger = <T>(store: Store, unit: (tx: Tx) => Promise<T>): Promise<T> =>
  store.write({ workspaceId: systemWorkspaceId, actor: systemActor }, unit)

async function createFirstAdmin(tx: Tx): Promise<string> {
  const workspaceId = newId('wsp', tx.now)
  await insertWorkspace(tx, {
    id: workspaceId,
    slug: 'default',
    name: 'Default',
    mission: null,
    emoji: null,
    color: null,
    timezone: 'UTC',
    isDefault: true,
  })
  tx.append({ type: 'workspace.created', payload: { workspaceId, name: 'Default' } })
  const userId = newId('usr', tx.now)
  await insertUser(tx, { id: userId, name: 'Admin', email: null, instanceAdmin: true })
  await addMembership(tx, workspaceId, userId, 'admin')
  tx.append({ type: 'user.created', payload: { userId, name: 'Admin', role: 'admin', workspaceId } })
  return userId
}

async function newAdminKey(tx: Tx, userId: string, name: string): Promise<string> {
  const secret = newSecret('user')
  await insertAdminKey(tx, userId, name, secret)
  return secret.secret
}

/** A key that is known already stays as it is, also where it was revoked. */
async function giveKey(tx: Tx, userId: string, key: string): Promise<void> {
  const hash = hashSecret(key)
  if (await hashIsKnown(tx, hash)) return
  await insertAdminKey(tx, userId, 'MC_ADMIN_KEY', { secret: key, hash, prefix: key.slice(0, 12) })
}

async function insertAdminKey(
  tx: Tx,
  userId: string,
  name: string,
  secret: ReturnType<typeof newSecret>,
): Promise<void> {
  const scopes = scopesOfRole('admin')
  await mintKey(tx, { owner: { kind: 'user', id: userId }, workspaceId: null, name, scopes, expiresAt: null }, secret)
}

function refuseMalformed(adminKey: string): void {
  if (kindOfSecret(adminKey) === 'user') return
  throw new Error('MC_ADMIN_KEY is no user key (its checksum does not fit): make one with npm run admin-key -- --print')
}
