// A real browser for the tests of the page, without anything to install by hand: on Linux it comes from npm, elsewhere it is the installed Chrome.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type LaunchOptions } from 'playwright-core'

const cacheFolder = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url))
/** Tests run as root in containers, where Chromium's own sandbox refuses to start. */
const args = ['--no-sandbox', '--no-zygote', '--disable-dev-shm-usage', '--font-render-hinting=none']

/** @param env for the browser's process, such as where fonts are found. */
export async function launchChromium(env: Record<string, string> = {}): Promise<Browser> {
  const isInNpm = process.platform === 'linux' && process.arch === 'x64'
  if (!isInNpm) return chromium.launch({ channel: 'chrome', env: { ...process.env, ...env } as Record<string, string> })
  const folder = await unpackedFolder()
  const options: LaunchOptions = { executablePath: join(folder, 'chromium'), args }
  // Where no language is set, Chromium names downloads in ASCII alone.
  const inherited = { ...process.env, LC_ALL: 'C.UTF-8', ...env } as Record<string, string>
  try {
    return await chromium.launch({ ...options, env: inherited })
  } catch (error) {
    if (!String(error).includes('shared libraries')) throw error
    // A machine without NSS: the package brings it along for machines as bare as that.
    return chromium.launch({ ...options, env: { ...inherited, LD_LIBRARY_PATH: join(folder, 'al2023/lib') } })
  }
}

/** Unpacks into a folder of its own and renames it, so that test files that start together never see half a browser. */
async function unpackedFolder(): Promise<string> {
  const packageUrl = import.meta.resolve('@sparticuz/chromium')
  const version = /chromium@([\d.]+)/.exec(packageUrl)?.[1] ?? 'unknown'
  const folder = join(cacheFolder, `chromium-${version}`)
  if (existsSync(folder)) return folder
  const { inflate } = await import('@sparticuz/chromium')
  const packed = join(dirname(fileURLToPath(packageUrl)), '../bin')
  const unpacking = `${folder}.${process.pid}`
  mkdirSync(unpacking, { recursive: true })
  await insideTemporaryFolder(unpacking, () =>
    Promise.all(
      ['chromium.br', 'swiftshader.tar.br', 'fonts.tar.br', 'al2023.tar.br'].map((name) => inflate(join(packed, name))),
    ),
  )
  try {
    renameSync(unpacking, folder)
  } catch {
    // Another was first.
    rmSync(unpacking, { recursive: true, force: true })
  }
  return folder
}

/** The package unpacks into the system's temporary folder, which others may share. */
async function insideTemporaryFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const before = process.env.TMPDIR
  process.env.TMPDIR = folder
  try {
    return await work()
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
}
