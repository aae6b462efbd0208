// What a handler attaches: bytes it has, or a file by its path where there are files.
import { fittingFileName } from '../file-name.ts'
import { mediaTypeOf } from '../media-type.ts'

/**
 * More about an attachment.
 *
 * @example
 * ```ts
 * const rows = new TextEncoder().encode('package,license\nky,MIT\n')
 * await ctx.attach(rows, { name: 'licenses.csv', mediaType: 'text/csv' })
 * ```
 */
export interface AttachOptions {
  /** 1 to 200 characters without `/` and `\`. @default the last part of the path, or the name of the `File` */
  name?: string
  /** @default by the ending of the name, else `application/octet-stream` */
  mediaType?: string
}

export interface Attachment {
  fileName: string
  body: Blob | Uint8Array
  mediaType: string
}

interface Files {
  readFile(path: string): Promise<Uint8Array>
  stat(path: string): Promise<{ size: number; isFile(): boolean }>
}

const mostBytes = 26_214_400

/** @throws TypeError where there are no files, or no name that fits can be told */
export async function attachment(
  source: string | Blob | Uint8Array,
  { name, mediaType }: AttachOptions,
): Promise<Attachment> {
  if (typeof source !== 'string' && !(source instanceof Blob) && !ArrayBuffer.isView(source)) {
    throw new TypeError('ctx.attach takes a path, a Blob or bytes.')
  }
  const ownName = typeof source === 'string' ? source.split(/[\\/]/).at(-1) : (source as Partial<File>).name
  const given = name ?? ownName
  if (given === undefined) throw new TypeError('ctx.attach needs a name for these bytes: give it as { name }.')
  const fileName = fittingFileName(given)
  const body = typeof source === 'string' ? await readFile(source) : source
  const ownType = body instanceof Blob ? body.type : ''
  return { fileName, body, mediaType: mediaType ?? (ownType || mediaTypeOf(fileName)) }
}

async function readFile(path: string): Promise<Uint8Array> {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } }
  const fs = process?.getBuiltinModule?.('node:fs/promises') as Files | undefined
  if (!fs) throw new TypeError('This platform has no files: give ctx.attach a Blob or the bytes, with a name.')
  const stat = await fs.stat(path)
  // A device or a pipe may never end.
  if (!stat.isFile()) throw new TypeError(`${path} is no file.`)
  const { size } = stat
  // Before it is read: a huge file must not fill the memory only to be refused.
  if (size > mostBytes) throw new RangeError(`${path} has ${size} bytes; a file of a task has at most ${mostBytes}.`)
  return fs.readFile(path)
}
