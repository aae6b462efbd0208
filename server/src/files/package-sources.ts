// What a package is made from, and the name that stamps it: other sources, another name.
import { createHash } from 'node:crypto'
import { glob, readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'

/** What can be installed from this server; each is a folder of the repository. */
export const packageKinds = ['sdk', 'cli', 'server'] as const
export type PackageKind = (typeof packageKinds)[number]
/** What people call them. */
export const packageTitles: Record<PackageKind, string> = {
  sdk: 'SDK',
  cli: 'command line',
  server: 'package of the server',
}

interface Recipe {
  /** Of the repository: everything the build reads. */
  readonly patterns: readonly string[]
  /** What turns sources into the package, and what is bundled into it. */
  readonly tools: readonly string[]
  /** Of the dependencies in package.json: what only the rest of the folder needs. */
  readonly unneeded?: readonly string[]
}

const own = (folder: string) => [
  `${folder}/{package.json,tsconfig.json,tsup.config.ts,README.md,LICENSE}`,
  `${folder}/src/**/*`,
]

const recipes: Record<PackageKind, Recipe> = {
  sdk: { patterns: ['tsconfig.base.json', ...own('sdk'), 'sdk/docs/**/*.md'], tools: ['tsup', 'typescript'] },
  cli: {
    patterns: ['tsconfig.base.json', ...own('cli'), 'sdk/package.json', 'sdk/src/**/*', 'spec/dist/openapi.json'],
    tools: ['tsup', 'commander', 'eventsource', 'ky', 'openapi-fetch'],
  },
  server: {
    patterns: [
      'tsconfig.base.json',
      'server/{package.json,tsconfig.json,tsup.config.ts,README.md,LICENSE}',
      'server/src/*.ts',
      'server/src/{features,files,generated,jobs,kernel,migrations,rules,testing}/**/*',
      'server/src/admin/*.js',
      'spec/dist/openapi.json',
    ],
    tools: ['tsup'],
    unneeded: ['pg', 'pino-pretty', 'swagger-ui-dist'],
  },
}

/** Of package.json: what only the repository needs. */
const dropped = ['scripts', 'devDependencies', 'publishConfig', 'files']

export interface PackageSources {
  readonly kind: PackageKind
  /** As `sdk-0.1.0-1f2e3d4c.tgz`. */
  readonly name: string
  /** Bytes by path from the root of the repository. */
  readonly files: ReadonlyMap<string, Buffer>
  /** The package's own package.json. */
  readonly manifest: string
}

interface Manifest {
  readonly version: string
  readonly dependencies?: Record<string, string>
  readonly publishConfig?: object
}

/** @throws where this is no whole clone of the repository */
export async function readPackageSources(root: string, kind: PackageKind): Promise<PackageSources> {
  const { patterns, tools } = recipes[kind]
  const files = new Map<string, Buffer>()
  for await (const entry of glob(patterns, { cwd: root, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    files.set(
      path
        .slice(root.length + 1)
        .split(sep)
        .join('/'),
      await readFile(path),
    )
  }
  const given = JSON.parse(await readFile(join(root, kind, 'package.json'), 'utf8')) as Manifest
  const manifest = await publishedManifest(root, kind, given)
  const hash = createHash('sha256').update(manifest)
  for (const tool of tools) hash.update(`${tool}@${await installedVersion(root, kind, tool).catch(() => 'none')}\n`)
  for (const path of [...files.keys()].sort())
    hash.update(`${path}\n${files.get(path)!.length}\n`).update(files.get(path)!)
  return { kind, name: `${kind}-${given.version}-${hash.digest('hex').slice(0, 8)}.tgz`, files, manifest }
}

/** As `pnpm publish` would write it: the published entries, and versions instead of a word that only pnpm knows. */
async function publishedManifest(root: string, kind: PackageKind, given: Manifest): Promise<string> {
  const { unneeded = [] } = recipes[kind]
  const dependencies: Record<string, string> = {}
  for (const [name, version] of Object.entries(given.dependencies ?? {})) {
    // What lies in the workspace is bundled.
    if (unneeded.includes(name) || version.startsWith('workspace:')) continue
    dependencies[name] = version === 'catalog:' ? await installedVersion(root, kind, name) : version
  }
  const published = { ...given, ...given.publishConfig, dependencies }
  const kept = Object.entries(published).filter(([key]) => !dropped.includes(key))
  return `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`
}

async function installedVersion(root: string, kind: PackageKind, name: string): Promise<string> {
  for (const folder of [kind, 'sdk', '.']) {
    const text = await readFile(join(root, folder, 'node_modules', name, 'package.json'), 'utf8').catch(() => null)
    if (text !== null) return (JSON.parse(text) as Manifest).version
  }
  throw new Error(`the package ${name} is not installed`)
}
