// Who an agent is: with a key it has stored it is who it was, without one it joins by its enrollment token.
import { readFile } from 'node:fs/promises'
import { MissionControl } from '@mission-control/sdk'

export interface Identity {
  baseUrl: string
  name: string
  description: string
  /** Where the key is kept between two lives of this agent. */
  keyFile: string
  enrollmentToken: string | undefined
}

export async function connect({
  baseUrl,
  name,
  description,
  keyFile,
  enrollmentToken,
}: Identity): Promise<MissionControl> {
  return new MissionControl({ baseUrl }).agent({
    name,
    description,
    storage: keyFile,
    enrollmentToken,
  })
}

export async function readKey(keyFile: string): Promise<string | undefined> {
  try {
    return await readFile(keyFile, 'utf8')
  } catch {
    return undefined
  }
}
