// Whether a path exists in a clone, and if not, what may have been meant.
import { posix } from 'node:path'
import { folderOf } from './parts.ts'
import type { TrackedFile } from './repository.ts'

export interface Tree {
  /** @returns why there is nothing at the path, undefined if there is something */
  reasonAgainst(path: string): string | undefined
}

export function treeOf(files: readonly TrackedFile[]): Tree {
  const folders = new Set(['.'])
  const paths = new Set<string>()
  /** What lies behind these is not ours to judge. */
  const doors = new Set<string>()
  const byLowerCase = new Map<string, string>()
  const byName = new Map<string, string[]>()
  for (const { path, kind } of files) {
    paths.add(path)
    if (kind !== 'file') doors.add(path)
    byLowerCase.set(path.toLowerCase(), path)
    byName.set(posix.basename(path), [...(byName.get(posix.basename(path)) ?? []), path])
    for (let folder = folderOf(path); folder !== '' && !folders.has(folder); folder = folderOf(folder)) {
      folders.add(folder)
      byLowerCase.set(folder.toLowerCase(), `${folder}/`)
    }
  }
  const leadsThroughDoor = (path: string): boolean => {
    for (let at = path; at !== ''; at = folderOf(at)) if (doors.has(at)) return true
    return false
  }

  return {
    reasonAgainst(path) {
      const bare = path.replace(/\/+$/, '') || '.'
      if (folders.has(bare) || leadsThroughDoor(bare)) return undefined
      if (paths.has(bare))
        return path === bare ? undefined : 'a file, not a folder: without the / at the end it is right'
      const otherCase = byLowerCase.get(bare.toLowerCase())
      if (otherCase !== undefined) return `upper and lower case differ: it is ${otherCase}`
      const namesakes = byName.get(posix.basename(bare)) ?? []
      return namesakes.length === 1 ? `no such file; there is ${namesakes.join()}` : 'no such file or folder in git'
    },
  }
}
