// Splits the files of a repository into parts that are worth a task each, along its folders.

/** A folder from the root (`''` is the root itself): all that is in it, or only what lies directly in it. */
export interface Unit {
  folder: string
  isDeep: boolean
}

export interface Part {
  units: Unit[]
  files: number
}

interface Counted extends Unit {
  paths: string[]
}

/** @returns at least one part, at most `most`; neighbours stay together */
export function splitIntoParts(
  paths: readonly string[],
  { most, filesEach }: { most: number; filesEach: number },
): Part[] {
  const count = Math.min(most, Math.max(1, Math.ceil(paths.length / filesEach)))
  const whole: Counted = { folder: '', isDeep: true, paths: [...paths].sort() }
  if (count === 1) return [toPart([whole])]
  return pack(cut(whole, paths.length / count, count), count)
}

export function isInPart({ units }: Pick<Part, 'units'>, path: string): boolean {
  return units.some(({ folder, isDeep }) => {
    if (!isDeep) return folderOf(path) === folder
    return folder === '' || path.startsWith(`${folder}/`)
  })
}

/** `docs/, spec/ and the top folder` */
export function nameOfPart({ units }: Pick<Part, 'units'>): string {
  if (units.some(({ folder, isDeep }) => folder === '' && isDeep)) return 'the whole repository'
  const names = units.map(({ folder, isDeep }) => {
    if (folder === '') return 'the top folder'
    return isDeep ? `${folder}/` : `${folder}/*`
  })
  if (names.length > 3) return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more folders`
  return names.length === 1 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** Opens the largest folder again and again until there are enough of them and none is much larger than a part. */
function cut(whole: Counted, fairShare: number, count: number): Counted[] {
  let units = [whole]
  for (;;) {
    const largest = units
      .filter(({ isDeep, folder, paths }) => isDeep && paths.some((path) => folderOf(path) !== folder))
      .sort((one, other) => other.paths.length - one.paths.length)[0]
    if (!largest || (units.length >= count && largest.paths.length <= fairShare)) return units
    units = units.flatMap((unit) => (unit === largest ? open(unit) : [unit]))
  }
}

function open({ folder, paths }: Counted): Counted[] {
  const start = folder === '' ? 0 : folder.length + 1
  const groups = Map.groupBy(paths, (path) => {
    const end = path.indexOf('/', start)
    return end === -1 ? null : path.slice(0, end)
  })
  return [...groups].map(([child, inside]) =>
    child === null ? { folder, isDeep: false, paths: inside } : { folder: child, isDeep: true, paths: inside },
  )
}

function pack(units: Counted[], count: number): Part[] {
  const parts: Part[] = []
  let left = units.reduce((sum, { paths }) => sum + paths.length, 0)
  let bin: Counted[] = []
  let inBin = 0
  for (const unit of units.sort((one, other) => (one.folder < other.folder ? -1 : 1))) {
    const share = (left + inBin) / (count - parts.length)
    // Closed where it is nearer to a fair share without this one than with it.
    if (inBin > 0 && parts.length < count - 1 && inBin + unit.paths.length / 2 > share) {
      parts.push(toPart(bin))
      bin = []
      inBin = 0
    }
    bin.push(unit)
    inBin += unit.paths.length
    left -= unit.paths.length
  }
  return [...parts, toPart(bin)]
}

const toPart = (units: Counted[]): Part => ({
  units: units.map(({ folder, isDeep }) => ({ folder, isDeep })),
  files: units.reduce((sum, { paths }) => sum + paths.length, 0),
})

export function folderOf(path: string): string {
  const end = path.lastIndexOf('/')
  return end === -1 ? '' : path.slice(0, end)
}
