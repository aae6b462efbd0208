// The agent's side of a registration: wait for the decision, then fetch a key, of which only the newest one works.
import type { components } from '../../generated/openapi.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Units } from '../../kernel/route.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { isLiveAgent } from '../agents/service.ts'
import { isUntouched } from '../keys/grace-service.ts'
import { scopesOfRole } from '../keys/scope-service.ts'
import { endKey, findKeyForUpdate, mintKey } from '../keys/service.ts'
import { topicOf } from './service.ts'
import {
  endRegistrationToken,
  findRegistration,
  findRegistrationForUpdate,
  type RegistrationRow,
  saveMintedKey,
} from './store.ts'

type RegistrationStatus = components['schemas']['RegistrationStatus']

export interface Poll {
  readonly workspaceId: string
  readonly registrationId: string
  readonly waitSeconds: number
  /** Aborted when the caller hangs up. */
  readonly signal: AbortSignal
}

export async function pollRegistration(units: Units, kernel: Kernel, poll: Poll): Promise<RegistrationStatus> {
  const row = await decisionOn(units, kernel, poll)
  if (row.state === 'rejected') return { ...undecided, status: 'rejected', reason: row.reason }
  if (row.state !== 'approved') return undecided
  const minted = await units.write((tx) => mintFor(tx, kernel, poll.registrationId))
  if (!minted) throw tokenEnded()
  return minted
}

const undecided: RegistrationStatus = {
  status: 'pending',
  reason: null,
  agentId: null,
  workspaceId: null,
  apiKey: null,
  keyId: null,
}

async function decisionOn(units: Units, kernel: Kernel, poll: Poll): Promise<RegistrationRow> {
  const { workspaceId, registrationId } = poll
  const read = async () => {
    const row = await findRegistration(units.reader, workspaceId, registrationId, kernel.clock.now())
    if (!row) throw tokenEnded()
    return row
  }
  // Listens before it looks, so that no decision falls between.
  const waiting = waitFor(kernel, topicOf(registrationId), poll)
  try {
    const row = await read()
    if (row.state === 'approved' || row.state === 'rejected') return row
    await waiting.over
    return await read()
  } finally {
    waiting.stop()
  }
}

/** Over when there is news, the time is up, the caller has hung up or the server shuts down. */
function waitFor(kernel: Kernel, topic: string, { waitSeconds, signal }: Poll): { over: Promise<void>; stop(): void } {
  const { promise: over, resolve } = Promise.withResolvers<void>()
  const end = () => resolve()
  const timer = setTimeout(end, waitSeconds * 1000)
  const unlisten = kernel.signals.listen(topic, end)
  for (const ender of [signal, kernel.shutdown]) {
    if (ender.aborted) end()
    ender.addEventListener('abort', end)
  }
  return {
    over,
    stop() {
      clearTimeout(timer)
      unlisten()
      for (const ender of [signal, kernel.shutdown]) ender.removeEventListener('abort', end)
    },
  }
}

/** @returns null once the token has done its work: a key it gave was used, or the agent is gone. */
async function mintFor(tx: Tx, kernel: Kernel, registrationId: string): Promise<RegistrationStatus | null> {
  const row = await findRegistrationForUpdate(tx, registrationId)
  if (row?.state !== 'approved' || row.agent_id === null) return null
  const before = row.minted_key_id === null ? undefined : await findKeyForUpdate(tx, row.minted_key_id)
  // A key that somebody else revoked was meant to be the end of it.
  if ((before && !isUntouched(kernel, before)) || !(await isLiveAgent(tx, row.agent_id))) {
    await endRegistrationToken(tx, registrationId)
    return null
  }
  if (before) await endKey(tx, kernel, before)
  const { key, secret } = await mintKey(tx, {
    owner: { kind: 'agent', id: row.agent_id },
    workspaceId: tx.workspaceId,
    name: 'Registration',
    scopes: scopesOfRole('agent'),
    expiresAt: null,
  })
  await saveMintedKey(tx, registrationId, key.id)
  return {
    status: 'approved',
    reason: null,
    agentId: row.agent_id,
    workspaceId: tx.workspaceId,
    apiKey: secret,
    keyId: key.id,
  }
}

const tokenEnded = (): AppError =>
  new AppError('unauthenticated', 'this registration token has been used up or forgotten', {
    hint: 'Use the API key it gave. Without one, register again.',
  })
