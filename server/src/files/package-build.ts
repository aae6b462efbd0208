// Builds a package in a process of its own, from a copy: what was hashed is what is built, and the clone stays clean.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { constants, setPriority } from 'node:os'
import { dirname, join } from 'node:path'
import { archiveOf } from './archive.ts'
import { type PackageKind, type PackageSources, packageKinds } from './package-sources.ts'

/** @param folder where the package is put, under its name */
export async function buildPackage(root: string, sources: PackageSources, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await removeAbandoned(folder)
  const copy = join(folder, `build-${process.pid}-${randomUUID()}`)
  // Known before it is there: another build may be looking for abandoned ones.
  underWay.add(copy)
  try {
    for (const [path, bytes] of sources.files) {
      await mkdir(dirname(join(copy, path)), { recursive: true })
      await writeFile(join(copy, path), bytes)
    }
    // A junction is what Windows lets everybody make; elsewhere the word means nothing.
    for (const folder of ['.', ...packageKinds]) {
      const place = join(folder, 'node_modules')
      await mkdir(join(copy, folder), { recursive: true })
      await symlink(join(root, place), join(copy, place), 'junction')
    }
    await runTsup(root, sources.kind, join(copy, sources.kind))
    const draft = join(copy, sources.name)
    await writeFile(draft, archiveOf(await packedFiles(join(copy, sources.kind), sources)))
    await rename(draft, join(folder, sources.name))
  } finally {
    await rm(copy, { recursive: true, force: true })
    underWay.delete(copy)
  }
}

/** The copies this process builds from at the moment. */
const underWay = new Set<string>()

/** A server that ends meanwhile leaves its copy behind. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const copy = join(folder, name)
    if (!name.startsWith('build-') || underWay.has(copy)) continue
    const builder = Number(/^build-(\d+)-/.exec(name)?.[1] ?? 0)
    // In a container every server has the same number.
    if (builder !== 0 && builder !== process.pid && isAlive(builder)) continue
    await rm(copy, { recursive: true, force: true })
  }
}

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function packedFiles(
  built: string,
  { kind, manifest, files }: PackageSources,
): Promise<Map<string, string | Buffer>> {
  const packed = new Map<string, string | Buffer>([['package/package.json', manifest]])
  const toRead = new RegExp(`^${kind}/(README\\.md|LICENSE|docs/.*)$`)
  for (const [path, bytes] of files) {
    const name = toRead.exec(path)?.[1]
    if (name) packed.set(`package/${name}`, bytes)
  }
  for (const path of await readdir(join(built, 'dist'), { recursive: true, withFileTypes: true })) {
    if (!path.isFile()) continue
    const file = join(path.parentPath, path.name)
    packed.set(`package/${file.slice(built.length + 1).replaceAll('\\', '/')}`, await readFile(file))
  }
  return packed
}

function runTsup(root: string, kind: PackageKind, cwd: string): Promise<void> {
  const program = join(root, kind, 'node_modules/tsup/dist/cli-default.js')
  const child = spawn(process.execPath, [program], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  // Requests go first: nobody waits for the package as they wait for an answer.
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL)
  const end = () => child.kill()
  process.once('exit', end)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      process.off('exit', end)
      if (code === 0) resolve()
      else reject(new Error(`tsup ended with ${code}: ${output.trim().slice(-2000)}`))
    })
  })
}
