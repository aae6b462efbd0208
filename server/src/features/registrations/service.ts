// How a program becomes an agent: it asks, a person or an enrollment token says yes.
import type { components } from '../../generated/openapi.ts'
import { toTimestamp } from '../../kernel/clock.ts'
import { newClaimCode, newSecret } from '../../kernel/credentials.ts'
import { AppError, notFound } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { type Agent, type AgentFacts, admitAgent, readAgent } from '../agents/service.ts'
import { enrollmentInvalid, findEnrollmentToken, takeEnrollment } from '../enrollment/service.ts'
import {
  countOf,
  findPending,
  findRegistrationForUpdate,
  insertRegistration,
  type Profile,
  type Registration,
  type RegistrationRow,
  saveDecision,
  toRegistration,
} from './store.ts'

type Schemas = components['schemas']
type RegistrationAnswer = Schemas['RegistrationAnswer']

const pendingSeconds = 60 * 60
const decidedSeconds = 24 * 60 * 60
const mostPending = 100

export const topicOf = (registrationId: string): string => `registration:${registrationId}`

/** Asks for a person's approval. A workspace that does not exist is answered like one that does. */
export async function requestApproval(kernel: Kernel, wanted: Schemas['RegisterAgent']): Promise<RegistrationAnswer> {
  const known = wanted.workspace === undefined ? undefined : await kernel.workspaces.find(wanted.workspace)
  const fallback = await kernel.workspaces.default()
  if (!fallback) throw new Error('there is no default workspace')
  const state = wanted.workspace === undefined || known ? 'pending' : 'nowhere'
  return open(kernel, (known ?? fallback).id, async (tx, { id, token }) => {
    if ((await countOf(tx, state)) >= mostPending) {
      throw new AppError('registrations_full', `${mostPending} agents wait for a decision already`, {
        headers: { 'Retry-After': '300' },
      })
    }
    const claimCode = newClaimCode()
    const expiresAt = tx.now + pendingSeconds * 1000
    await insertRegistration(tx, {
      ...rowOf(tx, id, token.hash, profileOf(wanted)),
      state,
      claim_code: claimCode,
      expires_at: expiresAt,
    })
    return answer(kernel, { id, token: token.secret, claimCode, expiresAt, agentId: null })
  })
}

/** @throws enrollment_invalid */
export async function joinWithToken(
  kernel: Kernel,
  wanted: Schemas['RegisterAgent'],
  enrollmentToken: string,
): Promise<RegistrationAnswer> {
  const enrollment = await findEnrollmentToken(kernel.store.reader, enrollmentToken)
  const workspace = await kernel.workspaces.find(enrollment.workspace_id)
  if (!workspace || workspace.archived) throw enrollmentInvalid('is for a workspace that is archived')
  if (wanted.workspace !== undefined && (await kernel.workspaces.find(wanted.workspace))?.id !== workspace.id) {
    throw enrollmentInvalid('is for another workspace')
  }
  return open(kernel, workspace.id, async (tx, { id, token }) => {
    await takeEnrollment(tx, enrollment)
    const profile = profileOf(wanted)
    const capabilities = (JSON.parse(enrollment.capabilities) as string[] | null) ?? profile.capabilities
    const agentId = await admitAgent(tx, factsOf({ ...profile, capabilities }), {
      enrolledBy: enrollment.created_by,
      payload: { registrationId: id, enrollmentTokenId: enrollment.id },
    })
    await rejectRivals(tx, kernel, profile.name)
    const expiresAt = tx.now + decidedSeconds * 1000
    await insertRegistration(tx, {
      ...rowOf(tx, id, token.hash, profile),
      state: 'approved',
      agent_id: agentId,
      expires_at: expiresAt,
      decided_at: tx.now,
    })
    return answer(kernel, { id, token: token.secret, claimCode: null, expiresAt, agentId })
  })
}

export async function approveRegistration(
  tx: Tx,
  kernel: Kernel,
  registrationId: string,
  granted: Schemas['ApproveRegistration'],
  userId: string,
): Promise<Agent> {
  const row = await requirePending(tx, registrationId)
  const profile = JSON.parse(row.profile) as Profile
  const facts = factsOf({ ...profile, ...granted })
  const agentId = await admitAgent(tx, facts, { enrolledBy: userId, payload: { registrationId } })
  await decide(tx, kernel, registrationId, { state: 'approved', agentId, reason: null })
  await rejectRivals(tx, kernel, facts.name)
  return readAgent(tx, tx.workspaceId, agentId)
}

export async function rejectRegistration(
  tx: Tx,
  kernel: Kernel,
  registrationId: string,
  reason: string,
): Promise<Registration> {
  await reject(tx, kernel, await requirePending(tx, registrationId), reason)
  return toRegistration((await findRegistrationForUpdate(tx, registrationId))!)
}

/** Whoever else asks for the name can no longer be let in under it: better told than left waiting. */
async function rejectRivals(tx: Tx, kernel: Kernel, name: string): Promise<void> {
  for (const row of await findPending(tx)) {
    if (nameIn(row) === name) await reject(tx, kernel, row, `another registration of the name '${name}' was approved`)
  }
}

async function reject(tx: Tx, kernel: Kernel, row: Pick<RegistrationRow, 'id' | 'profile'>, reason: string) {
  await decide(tx, kernel, row.id, { state: 'rejected', agentId: null, reason })
  tx.append({ type: 'registration.rejected', payload: { registrationId: row.id, name: nameIn(row), reason } })
}

const nameIn = ({ profile }: Pick<RegistrationRow, 'profile'>): string => (JSON.parse(profile) as Profile).name

async function requirePending(tx: Tx, registrationId: string): Promise<RegistrationRow> {
  const row = await findRegistrationForUpdate(tx, registrationId)
  if (!row || row.state === 'nowhere') throw notFound('registration', registrationId)
  if (row.state !== 'pending') throw new AppError('already_decided', `this registration was ${row.state} already`)
  return row
}

async function decide(
  tx: Tx,
  kernel: Kernel,
  registrationId: string,
  decision: { state: 'approved' | 'rejected'; agentId: string | null; reason: string | null },
): Promise<void> {
  await saveDecision(tx, registrationId, { ...decision, expiresAt: tx.now + decidedSeconds * 1000 })
  tx.afterCommit(() => kernel.signals.announce(topicOf(registrationId)))
}

interface Opening {
  readonly id: string
  readonly token: ReturnType<typeof newSecret>
}

/** The one who registers has no workspace of its own yet, so the unit is opened here, in the workspace it asks for. */
function open<T>(kernel: Kernel, workspaceId: string, unit: (tx: Tx, opening: Opening) => Promise<T>): Promise<T> {
  const opening = { id: newId('reg', kernel.clock.now()), token: newSecret('reg') }
  return kernel.store.write({ workspaceId, actor: { kind: 'registration', id: opening.id } }, (tx) => unit(tx, opening))
}

function rowOf(tx: Tx, id: string, tokenHash: string, profile: Profile): RegistrationRow {
  return {
    id,
    workspace_id: tx.workspaceId,
    token_hash: tokenHash,
    claim_code: null,
    state: 'pending',
    profile: JSON.stringify(profile),
    agent_id: null,
    minted_key_id: null,
    reason: null,
    created_at: tx.now,
    expires_at: tx.now,
    decided_at: null,
  }
}

function profileOf(wanted: Schemas['RegisterAgent']): Profile {
  return {
    name: wanted.name,
    description: wanted.description ?? null,
    capabilities: wanted.capabilities,
    provider: wanted.provider ?? null,
    model: wanted.model ?? null,
    endpoint: wanted.endpoint ?? null,
    connectionType: wanted.connectionType,
    version: wanted.version ?? null,
    runtime: wanted.runtime ?? null,
    maxConcurrentTasks: wanted.maxConcurrentTasks,
  }
}

const factsOf = ({ capabilities, connectionType, maxConcurrentTasks, ...same }: Profile): AgentFacts => ({
  ...same,
  capabilities: JSON.stringify(capabilities),
  connection_type: connectionType,
  max_concurrent_tasks: maxConcurrentTasks,
})

function answer(
  kernel: Kernel,
  made: { id: string; token: string; claimCode: string | null; expiresAt: number; agentId: string | null },
): RegistrationAnswer {
  return {
    status: made.agentId === null ? 'pending' : 'approved',
    registrationId: made.id,
    registrationToken: made.token,
    claimCode: made.claimCode,
    expiresAt: toTimestamp(made.expiresAt),
    agentId: made.agentId,
    pollUrl: `${kernel.publicUrl()}/api/v1/registrations/current`,
  }
}
