// What can be installed from this very server, so that it always fits; built once for each state of its sources.
import { access } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import { buildPackage } from './package-build.ts'
import {
  type PackageKind,
  type PackageSources,
  packageKinds,
  packageTitles,
  readPackageSources,
} from './package-sources.ts'

export interface Packages {
  /** Path of a package on this server, or null while there is none. */
  path(kind: PackageKind): string | null
  /** The file of a package, also of earlier ones, which lock files may name; waits for one that is being built. */
  find(name: string): Promise<string | null>
}

export interface BuiltPackages extends Packages {
  /** Looks at the sources; resolves once it is known whether all are there or some have to be built, which takes seconds. */
  start(): Promise<'ready' | 'building' | 'failed'>
  /** Once what had to be built is built, or could not be; never rejects. */
  readonly ready: Promise<void>
}

/** For a server that hands out none. */
export const noPackages: Packages = { path: () => null, find: async () => null }

const root = fileURLToPath(new URL('../../../', import.meta.url)).replace(/[\\/]$/, '')
const packageName = /^(sdk|cli|server)-[0-9A-Za-z.+-]+-[0-9a-f]{8}\.tgz$/

interface Entry {
  readonly sources: PackageSources
  isThere: boolean
  /** Once it is built, or could not be. */
  readonly settled: PromiseWithResolvers<void>
}

export function createPackages(dataDir: string, logger: Logger): BuiltPackages {
  const folder = resolve(dataDir, 'packages')
  const { promise: ready, resolve: setReady } = Promise.withResolvers<void>()
  const entries = new Map<PackageKind, Entry>()

  async function start() {
    try {
      for (const kind of packageKinds) {
        const sources = await readPackageSources(root, kind)
        const isThere = await exists(join(folder, sources.name))
        entries.set(kind, { sources, isThere, settled: Promise.withResolvers() })
      }
    } catch (error) {
      entries.clear()
      giveUp(error, 'nothing to install')
      setReady()
      return 'failed'
    }
    const isWhole = [...entries.values()].every(({ isThere }) => isThere)
    void buildMissing().then(setReady)
    return isWhole ? 'ready' : 'building'
  }

  /** One after the other: the server has other work. */
  async function buildMissing(): Promise<void> {
    for (const [kind, entry] of entries) {
      try {
        if (!entry.isThere) await buildPackage(root, entry.sources, folder)
        entry.isThere = true
      } catch (error) {
        giveUp(error, `no ${packageTitles[kind]}`)
      }
      entry.settled.resolve()
    }
  }

  function giveUp(error: unknown, what: string): void {
    logger.warn(
      { err: error },
      `${what} can be handed out, all else works; npm start in a whole clone of the repository builds it`,
    )
  }

  return {
    start,
    ready,
    path(kind) {
      const entry = entries.get(kind)
      return entry?.isThere ? `/${entry.sources.name}` : null
    },
    async find(wanted) {
      if (!packageName.test(wanted)) return null
      const entry = [...entries.values()].find(({ sources }) => sources.name === wanted)
      if (entry && !entry.isThere) await entry.settled.promise
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
