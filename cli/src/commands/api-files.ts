// The operations whose input or answer is a file and no JSON.
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { MissionControl, PutFile, TaskFile } from '@mission-control/sdk'
import { Option } from 'commander'
import type { OperationEntry } from '../contract/catalog.ts'
import { wrongUsage } from '../failure.ts'
import type { Session } from '../session.ts'

export const fileOptions = ({ kind }: OperationEntry): Option[] => {
  if (kind === 'upload') {
    return [
      new Option('--file <path>', 'the file to put, or - for what comes in [required]'),
      new Option('--media-type <type>', 'its media type, such as text/csv [default by the ending of the name]'),
    ]
  }
  return kind === 'download' ? [new Option('--out <path>', 'where to write the bytes [default what is piped to]')] : []
}

/** @param input fields of the path; `fence` of an agent's lease */
export async function putFile(
  session: Session,
  client: MissionControl,
  input: Pick<PutFile, 'taskId' | 'fileName'>,
  options: { file?: unknown; mediaType?: unknown; fence: number | undefined },
): Promise<TaskFile> {
  const { file, mediaType, fence } = options
  if (typeof file !== 'string') throw wrongUsage('The file is missing.', 'Give it as --file report.pdf, or --file -.')
  const body = file === '-' ? await bytesOf(session.terminal.stdin) : await readBytes(file)
  return session.waiting(`Sending ${input.fileName}`, (progress) =>
    client.files.put(
      { ...input, body, ...(typeof mediaType === 'string' && { mediaType }) },
      {
        ...session.options,
        ...(fence !== undefined && { fence }),
        onProgress: ({ done }) => progress.update(done, body.length),
      },
    ),
  )
}

export async function downloadFile(
  session: Session,
  client: MissionControl,
  input: { fileId: string },
  out: unknown,
): Promise<void> {
  const { stdout } = session.terminal
  if (typeof out !== 'string' && stdout.isTTY) {
    throw wrongUsage('The bytes of a file are nothing for a terminal.', 'Give --out <path>, or pipe them on.')
  }
  await session.waiting('Receiving', async (progress) => {
    const onProgress = ({ done, total }: { done: number; total: number | null }) => progress.update(done, total ?? done)
    const { stream, name, sizeBytes, sha256 } = await client.files.download(input, { ...session.options, onProgress })
    if (typeof out !== 'string') {
      for await (const piece of stream) stdout.write(piece)
      return
    }
    const target = createWriteStream(out, { flags: 'wx' })
    await once(target, 'open').catch((error: NodeJS.ErrnoException) => {
      throw wrongUsage(`${out} cannot be written: ${error.code}.`, hintOf(error, out))
    })
    for await (const piece of stream) if (!target.write(piece)) await once(target, 'drain')
    target.end()
    await once(target, 'close')
    session.print(JSON.stringify({ name, sizeBytes, sha256, out }, null, 2))
  })
}

function hintOf({ code }: NodeJS.ErrnoException, out: string): string {
  if (code === 'ENOENT') return `There is no folder ${dirname(resolve(out))}: make it, or name a file in another.`
  return code === 'EEXIST' ? 'Name a file that does not exist yet.' : 'Name a file that you may write.'
}

async function readBytes(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw wrongUsage(`--file names ${path}, which cannot be read: ${error.code}.`)
  })
}

async function bytesOf(input: NodeJS.ReadableStream): Promise<Uint8Array> {
  const pieces: Buffer[] = []
  for await (const piece of input) pieces.push(Buffer.from(piece))
  return Buffer.concat(pieces)
}
