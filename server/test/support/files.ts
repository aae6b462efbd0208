// Files of tasks as tests handle them: put, looked for on disk.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Api, Bytes, Reply } from './client.ts'
import type { Held, Schemas } from './worker.ts'

export type TaskFile = Schemas['TaskFile']

/** As a person, or as the agent that holds the task. */
export function putFile(
  api: Api,
  taskId: string,
  name: string,
  bytes: Bytes,
  options: { type?: string; held?: Pick<Held, 'lease'>; headers?: Record<string, string> } = {},
): Promise<Reply<TaskFile>> {
  const { type = 'text/plain', held, headers } = options
  return api.putBytes<TaskFile>(`/tasks/${taskId}/files/${encodeURIComponent(name)}`, bytes, {
    'Content-Type': type,
    ...(held ? { 'Mission-Control-Fence': String(held.lease.fence) } : {}),
    ...headers,
  })
}

/** Every file of bytes below the data folder, by its path from there. */
export function bytesOnDisk(dataDir: string): string[] {
  try {
    const entries = readdirSync(join(dataDir, 'files'), { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile())
      .map(({ name, parentPath }) => join(parentPath, name))
      .toSorted()
  } catch {
    return []
  }
}
