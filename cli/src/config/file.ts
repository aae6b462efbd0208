// The file that keeps who is signed in where. It holds keys: nobody but its owner may read it.
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { exitCodes } from '../exit-codes.ts'
import { Failure } from '../failure.ts'
import type { Terminal } from '../terminal.ts'

export interface Profile {
  readonly url: string
  readonly apiKey: string
  /** Id or slug of the workspace to work in, where the user belongs to several. */
  readonly workspace?: string | undefined
}

export interface ConfigFile {
  /** Name of the profile that is used where none is named; null while there is none. */
  readonly current: string | null
  readonly profiles: Readonly<Record<string, Profile>>
}

const empty: ConfigFile = { current: null, profiles: {} }

/** @returns path of the file, whether it exists or not */
export function configPath({ env, platform, homedir }: Pick<Terminal, 'env' | 'platform' | 'homedir'>): string {
  const folder =
    platform === 'win32'
      ? env.APPDATA || join(homedir, 'AppData', 'Roaming')
      : env.XDG_CONFIG_HOME?.startsWith('/')
        ? env.XDG_CONFIG_HOME
        : join(homedir, '.config')
  return join(folder, 'mission-control', 'mission.json')
}

/** @throws Failure where the file is there and cannot be used */
export async function readConfig(path: string): Promise<ConfigFile> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw unusable(path, error.code ?? 'it cannot be read', error)
  })
  if (text === null) return empty
  try {
    const { current, profiles } = JSON.parse(text) as Partial<ConfigFile>
    const isWhole = Object.values(profiles ?? {}).every(({ url, apiKey }) => isText(url) && isText(apiKey))
    if (!profiles || !isWhole) throw new TypeError('it has no profiles')
    return { current: current ?? null, profiles: Object.assign(Object.create(null), profiles) }
  } catch {
    // The parser's message would repeat the text, and the keys are in there.
    throw unusable(path, 'it is not what mission writes')
  }
}

/** Writes it whole or not at all, readable by its owner alone from the first byte on. */
export async function writeConfig(path: string, config: ConfigFile): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.${process.pid}`
  try {
    await writeFile(draft, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw unusable(path, (error as NodeJS.ErrnoException).code ?? 'it cannot be written', error)
  }
}

/** @returns the permission bits of the file, such as 0o600; null where there is no file, or the platform has none */
export async function modeOf(path: string, platform: NodeJS.Platform): Promise<number | null> {
  if (platform === 'win32') return null
  return stat(path).then(
    ({ mode }) => mode & 0o777,
    () => null,
  )
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''

const unusable = (path: string, why: string, cause?: unknown): Failure =>
  new Failure(
    'config_unusable',
    exitCodes.refused,
    `The file ${path} cannot be used: ${why}.`,
    'Repair or remove it, then sign in again with mission login.',
    cause,
  )
