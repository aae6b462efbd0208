// Ids sort by the time they were made: prefix, 48 bits of milliseconds, 80 random bits, in Crockford's base 32.
import { randomFillSync } from 'node:crypto'

export type IdPrefix =
  | 'wsp'
  | 'usr'
  | 'key'
  | 'enr'
  | 'reg'
  | 'ses'
  | 'agt'
  | 'tsk'
  | 'run'
  | 'use'
  | 'bud'
  | 'apr'
  | 'qst'
  | 'msg'
  | 'fil'
  | 'hld'
  | 'chg'
  | 'prc'
  | 'cls'
  | 'req'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const randomBytesPerId = 16
const pool = new Uint8Array(randomBytesPerId * 256)
let used = pool.length

export function newId(prefix: IdPrefix, now: number): string {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  let random = ''
  for (let index = 0; index < randomBytesPerId; index += 1) random += alphabet[pool[used + index]! & 31]
  used += randomBytesPerId
  return `${prefix}_${encodeTime(now)}${random}`
}

function encodeTime(now: number): string {
  let text = ''
  let rest = now
  for (let index = 0; index < 10; index += 1) {
    text = alphabet[rest % 32]! + text
    rest = Math.floor(rest / 32)
  }
  return text
}
