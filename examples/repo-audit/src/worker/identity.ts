// Who an agent is: with a key it has stored it is who it was, without one it joins by its enrollment token.
import { readFile, writeFile } from 'node:fs/promises'
import { MissionControl, registerAgent } from '@mission-control/sdk'

export interface Identity {
  baseUrl: string
  name: string
  description: string
  /** Where the key is kept between two lives of this agent. */
  keyFile: string
  enrollmentToken: string | undefined
}

export async function connect(identity: Identity): Promise<MissionControl> {
  const { baseUrl, name, description, keyFile, enrollmentToken } = identity
  const apiKey = await readKey(keyFile)
  if (apiKey !== undefined) return new MissionControl({ baseUrl, apiKey })
  return registerAgent({
    baseUrl,
    name,
    description,
    ...(enrollmentToken === undefined ? {} : { enrollmentToken }),
    onKey: (key) => writeFile(keyFile, key.apiKey, { mode: 0o600 }),
  })
}

export async function readKey(keyFile: string): Promise<string | undefined> {
  try {
    return await readFile(keyFile, 'utf8')
  } catch {
    return undefined
  }
}
