// One folder and nothing beside it: a model is not to be led out of it, by `..` or by a link.
import { lstat, mkdir, readdir, readFile, realpath, stat, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'

/** A model has only so much room, and a step of a task too. */
const mostCharacters = 20_000

export class Folder {
  readonly path: string

  private constructor(path: string) {
    this.path = path
  }

  /** @throws Error if there is no such folder */
  static async open(path: string): Promise<Folder> {
    const isFolder = await stat(path).then(
      (it) => it.isDirectory(),
      () => false,
    )
    if (!isFolder) throw new Error(`${resolve(path)} is no folder: make it, or name one that is there.`)
    return new Folder(await realpath(path))
  }

  async list(path: string): Promise<string> {
    const entries = await readdir(await this.find(path), { withFileTypes: true })
    const names = entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
    return shortened(names.sort().join('\n') || 'It is empty.')
  }

  async read(path: string): Promise<string> {
    return shortened(await readFile(await this.find(path), 'utf8'))
  }

  /** @returns where it lies now */
  async write(path: string, content: string): Promise<string> {
    const place = await this.find(path)
    await mkdir(dirname(place), { recursive: true })
    await writeFile(place, content)
    return place
  }

  /** @throws Error if it lies outside, or behind a link that leads outside or nowhere */
  async find(path: string): Promise<string> {
    const wanted = resolve(this.path, path)
    let existing = wanted
    while (!(await lstat(existing).catch(() => undefined))) existing = dirname(existing)
    const place = join(await realpath(existing), relative(existing, wanted))
    if (place !== this.path && !place.startsWith(this.path + sep)) throw new Error(`${path} is outside the folder.`)
    return place
  }
}

const shortened = (text: string): string =>
  text.length <= mostCharacters
    ? text
    : `${text.slice(0, mostCharacters)}\n… and ${text.length - mostCharacters} more characters.`
