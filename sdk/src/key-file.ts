// Keys in files, on platforms that have files: the modules are asked for at run time, so that nothing of Node is imported.
import type { KeyStorage } from './identity.ts'
import { randomId } from './random-id.ts'

interface NodeProcess {
  env: Record<string, string | undefined>
  getBuiltinModule?(name: string): unknown
}

interface Files {
  mkdir(path: string, options: { recursive: true; mode: number }): Promise<unknown>
  readFile(path: string, encoding: 'utf8'): Promise<string>
  rename(from: string, to: string): Promise<void>
  rm(path: string, options: { force: true }): Promise<void>
  writeFile(path: string, text: string, options: { mode: number; flag: 'wx' }): Promise<void>
}

interface Paths {
  dirname(path: string): string
  join(...parts: string[]): string
  resolve(path: string): string
}

/** Keeps each key in a file of its own. */
export interface KeyFiles extends KeyStorage {
  /** In which. */
  path(name: string): string
  /** Rejects if the file could not be written; leaves nothing behind but its folder. */
  tryOut(name: string): Promise<void>
}

/** @throws TypeError where there are no files */
export function keyFile(file: string | undefined): KeyFiles {
  const { process } = globalThis as { process?: NodeProcess }
  const fs = process?.getBuiltinModule?.('node:fs/promises') as Files | undefined
  const paths = process?.getBuiltinModule?.('node:path') as Paths | undefined
  if (!process || !fs || !paths) {
    throw new TypeError('This platform has no files to keep a key in: give `storage`, such as localStorage.')
  }
  const { XDG_CONFIG_HOME, APPDATA, HOME, USERPROFILE } = process.env
  const settings = XDG_CONFIG_HOME || APPDATA || paths.join(HOME || USERPROFILE || '.', '.config')
  const path = (name: string) =>
    paths.resolve(file ?? paths.join(settings, 'mission-control', 'agents', encodeURIComponent(name)))
  /** Written whole or not at all: half a key would lock the agent out. */
  const draft = async (target: string, value: string, use: (file: string) => Promise<void>) => {
    await fs.mkdir(paths.dirname(target), { recursive: true, mode: 0o700 })
    const written = `${target}.${randomId()}`
    try {
      await fs.writeFile(written, value, { mode: 0o600, flag: 'wx' })
      await use(written)
    } finally {
      await fs.rm(written, { force: true })
    }
  }
  return {
    path,
    async getItem(name) {
      try {
        return await fs.readFile(path(name), 'utf8')
      } catch (error) {
        if ((error as { code?: string }).code === 'ENOENT') return null
        throw error
      }
    },
    tryOut: (name) => draft(path(name), '', async () => {}),
    setItem: (name, value) => draft(path(name), value, (written) => fs.rename(written, path(name))),
  }
}
