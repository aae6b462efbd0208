// Which key counts, where several processes of one agent waited for the same approval: each is given one, which takes
// back the one before, until one of them is used.
import type { MissionControlError } from './errors.ts'
import type { Found, Keeper } from './registration.ts'
import { sleep } from './sleep.ts'

interface Settling extends Pick<Keeper, 'keep' | 'forget' | 'elsewhere'> {
  signal: AbortSignal | undefined
  /** What the server has against a key. */
  refuses: (apiKey: string) => Promise<MissionControlError | undefined>
}

const patience = 20
const pauseMs = 500
const lateMs = 100

/**
 * @returns the key that counts, which is kept by then
 * @throws `unauthenticated` if neither this one nor any other is known to the server
 */
export async function settle(
  { apiKey, registration }: Found,
  { keep, forget, elsewhere, signal, refuses }: Settling,
): Promise<string> {
  const others = await elsewhere()
  // As part of the registration: a key that is used and lost would lock the agent out.
  if (!others) await keep({ ...registration, apiKey })
  let key = others ?? apiKey
  let refusal = await refuses(key)
  for (let tries = 0; refusal && tries < patience; tries++) {
    await sleep(pauseMs, signal)
    signal?.throwIfAborted()
    key = (await elsewhere()) ?? key
    refusal = await refuses(key)
  }
  if (refusal) {
    await forget(registration)
    throw refusal
  }
  if ((await elsewhere()) !== key) await keep(key)
  // Whoever was a moment late may have kept one that was taken back.
  await sleep(lateMs, signal)
  if ((await elsewhere()) !== key) await keep(key)
  return key
}
