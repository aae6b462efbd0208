// What a reader would miss: an export or a member without a word about it, a number of which nobody knows what it counts,
// an option without its default, something to call without an example, a name that no example uses.
import type { Sdk } from './program.ts'
import { type Member, type Shape, schemaNamed, schemasOf, shapeOf } from './shape.ts'
import type { Uses } from './uses.ts'

/** @returns a sentence for each gap */
export function gapsOf(sdk: Sdk): string[] {
  const exported = sdk.entries.flatMap(({ exports }) => exports.map((it) => shapeOf(sdk, it)))
  const inputs = [...schemasOf(sdk).keys()].map((name) => schemaNamed(sdk, name)!)
  return [...new Set([...exported, ...inputs].flatMap((shape) => gapsOfShape(sdk, shape)))]
}

/** @returns a sentence for each export, and for each method of one, that no example uses */
export function unshownIn(sdk: Sdk, uses: Uses): string[] {
  const names = sdk.entries.flatMap(({ exports }) =>
    exports.flatMap((it) => {
      const methods = shapeOf(sdk, it).members.filter(({ kind }) => kind === 'method')
      return [it.name, ...methods.map(({ name }) => `${it.name}.${name}`)]
    }),
  )
  return names.filter((name) => !uses.has(name)).map((name) => `${name} is shown in no example.`)
}

function gapsOfShape(sdk: Sdk, shape: Shape): string[] {
  const { name, comment, members, kind } = shape
  const gaps = comment.text === '' ? [`${name} has no comment.`] : []
  const isCallable = kind === 'function' || (kind === 'class' && shape.parameters.length > 0 && !name.endsWith('Error'))
  if (isCallable && comment.examples.length === 0) gaps.push(`${name} has no example.`)
  if (name.endsWith('Options'))
    gaps.push(...members.filter(lacksDefault).map((it) => `${name}.${it.name} has no default.`))
  return [...gaps, ...members.flatMap((member) => gapsOfMember(sdk, name, member, kind === 'type' ? comment.text : ''))]
}

/** @param around what is said of the object the member is in, and of all its members at once */
function gapsOfMember(sdk: Sdk, owner: string, member: Member, around = ''): string[] {
  const { name, type, comment, fields, kind } = member
  const path = `${owner}.${name}`
  // The one field of an object that only wraps another needs no words beside those of the whole.
  const isTold =
    comment.text !== '' || around !== '' || comment.defaultValue !== undefined || isToldByItsType(sdk, type)
  const gaps = isTold ? [] : [`${path} has no comment.`]
  if (/\bnumber\b/.test(type) && !hasUnit(name, `${comment.text} ${around}`))
    gaps.push(`${path} is a number without a unit.`)
  if (kind === 'method') {
    if (isCalledByPeople.test(owner) && comment.examples.length === 0) gaps.push(`${path} has no example.`)
    const numbers = member.parameters.filter((it) => /\bnumber\b/.test(it.type))
    for (const it of numbers)
      if (!hasUnit(it.name, comment.params.get(it.name) ?? ''))
        gaps.push(`${path}: ${it.name} is a number without a unit.`)
  }
  return [...gaps, ...fields.flatMap((field) => gapsOfMember(sdk, path, field, comment.text))]
}

/** Interfaces with methods that people call; other methods they write themselves, or `await` calls them. */
const isCalledByPeople = /^(MissionControl|\w+Context|\w+Client)$/

/** What one may leave out does something all the same. */
const lacksDefault = ({ isOptional, comment }: Member): boolean => isOptional && comment.defaultValue === undefined

/** A field that refers to a schema needs no words of its own. */
const isToldByItsType = (sdk: Sdk, type: string): boolean => {
  const name = /^(\w+)(\[\])?$/.exec(type.replace(' | null', ''))?.[1]
  return (schemaNamed(sdk, name)?.comment.text ?? '') !== ''
}

/**
 * A number says what it counts: by the end of its name, by a word for a unit in what is said of it, or by saying that it
 * is a count. A range alone is none.
 */
const unitInName = /(Ms|Seconds|Minutes|Hours|Days|Micros|Bytes|Percent|Tokens|Count)$/
/** Numbers that are compared, never added up. */
const placeInOrder = /^(fence|after|seq|version|expectedVersion)$/
const unitInText =
  /\b(milliseconds?|seconds?|minutes?|hours?|days?|micro-dollars?|micros|bytes?|kB|MiB|GiB|percent|tokens?|characters?|HTTP status|times|attempts?|how (many|often|much)|\w+ number|number of|place in|most|grows|in any unit)\b/i

const hasUnit = (name: string, text: string): boolean =>
  unitInName.test(name) || placeInOrder.test(name) || unitInText.test(text)
