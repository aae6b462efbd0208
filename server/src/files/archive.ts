// Archives whose bytes depend on nothing but what is in them, so that a digest of them can be promised.
import { gzipSync } from 'node:zlib'
import { createTar } from 'nanotar'

/** The time npm stamps on what it packs, for want of a better one. */
const mtime = Date.parse('1985-10-26T08:15:00.000Z')
/** What a plain tar header has room for; longer ones would be cut. */
const longestPath = 99

/** @param files text or bytes by path, as `package/dist/index.js`, never as `./…` */
export function archiveOf(files: ReadonlyMap<string, string | Uint8Array>): Buffer {
  const entries = [...files].sort(([one], [other]) => (one < other ? -1 : 1))
  for (const [path] of entries) {
    if (path.length > longestPath || path.startsWith('.')) throw new Error(`'${path}' cannot be put into an archive`)
  }
  const attrs = { mtime, mode: '644', uid: 0, gid: 0 }
  return gzipSync(
    createTar(
      entries.map(([name, data]) => ({ name, data })),
      { attrs },
    ),
  )
}
