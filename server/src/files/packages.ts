// The SDK as a package to install from this very server, so that it always fits; built once for each state of its sources.
import { access } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import { buildSdk } from './sdk-build.ts'
import { readSdkSources, type SdkSources } from './sdk-sources.ts'

export interface Packages {
  /** Path of the SDK's package on this server, or null while there is none. */
  sdkPath(): string | null
  /** The file of a package, also of earlier ones, which lock files may name; waits for one that is being built. */
  find(name: string): Promise<string | null>
}

export interface BuiltPackages extends Packages {
  /** Looks at the sources; resolves once it is known whether a package is there or has to be built, which takes seconds. */
  start(): Promise<'ready' | 'building' | 'failed'>
  /** Once what had to be built is built, or could not be; never rejects. */
  readonly ready: Promise<void>
}

/** For a server that hands out none. */
export const noPackages: Packages = { sdkPath: () => null, find: async () => null }

const root = fileURLToPath(new URL('../../../', import.meta.url)).replace(/[\\/]$/, '')
const packageName = /^sdk-[0-9A-Za-z.+-]+-[0-9a-f]{8}\.tgz$/

export function createPackages(dataDir: string, logger: Logger): BuiltPackages {
  const folder = resolve(dataDir, 'packages')
  const { promise: ready, resolve: setReady } = Promise.withResolvers<void>()
  let name = ''
  let isThere = false

  async function start() {
    try {
      const sources = await readSdkSources(root)
      name = sources.name
      isThere = await exists(join(folder, name))
      if (!isThere) void build(sources)
      else setReady()
      return isThere ? 'ready' : 'building'
    } catch (error) {
      giveUp(error)
      return 'failed'
    }
  }

  async function build(sources: SdkSources): Promise<void> {
    try {
      await buildSdk(root, sources, folder)
      isThere = true
      setReady()
    } catch (error) {
      giveUp(error)
    }
  }

  function giveUp(error: unknown): void {
    logger.warn(
      { err: error },
      'the SDK cannot be handed out, all else works; npm start in a whole clone of the repository builds it',
    )
    setReady()
  }

  return {
    start,
    ready,
    sdkPath: () => (isThere ? `/${name}` : null),
    async find(wanted) {
      if (!packageName.test(wanted)) return null
      if (wanted === name) await ready
      const file = join(folder, wanted)
      return (await exists(file)) ? file : null
    },
  }
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  )
