// What a file of a task may be called, said in words before anything is sent: the rule of the server is an expression.

const lengthMost = 200
/** Those that turn the direction of writing or end a line make names look like others. */
const fit = /^(?!\.{1,2}$)[^/\\\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+$/u

/** @throws TypeError if a file of a task cannot have this name */
export function fittingFileName(name: unknown): string {
  if (typeof name === 'string' && fit.test(name) && [...name].length <= lengthMost) return name
  const shown = (JSON.stringify(name) ?? 'nothing').slice(0, 80)
  throw new TypeError(
    `A file name has 1 to ${lengthMost} characters, is not . or .., and holds neither / nor \\ nor characters one cannot see; got ${shown}.`,
  )
}
