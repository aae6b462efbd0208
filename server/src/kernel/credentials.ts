// Secrets of every kind: recognisable by prefix, checkable without a look-up, stored only as a hash.
import { hash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

export type SecretKind = 'user' | 'agent' | 'enroll' | 'reg' | 'signin' | 'session' | 'csrf'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const randomLength = 32
const checksumLength = 6
const shape = /^mc_(user|agent|enroll|reg|signin|session|csrf)_[0-9A-Za-z]{38}$/

export function newSecret(kind: SecretKind): { secret: string; hash: string; prefix: string } {
  const body = `mc_${kind}_${randomText(randomLength)}`
  const secret = body + checksum(body)
  return { secret, hash: hashSecret(secret), prefix: secret.slice(0, 12) }
}

export const hashSecret = (secret: string): string => hash('sha256', secret)

/** @returns the kind, or null for text that was never a secret of ours. */
export function kindOfSecret(secret: string): SecretKind | null {
  const match = shape.exec(secret)
  if (!match) return null
  const body = secret.slice(0, -checksumLength)
  return checksum(body) === secret.slice(-checksumLength) ? (match[1] as SecretKind) : null
}

/** Codes a person types: no letters that look like digits. */
export function newClaimCode(): string {
  const letters = 'ABCDEFGHJKMNPQRSTVWXYZ23456789'
  return pick(letters, 8)
}

const randomText = (length: number): string => pick(alphabet, length)

function pick(letters: string, length: number): string {
  // Bytes beyond the last whole multiple would favour the first letters.
  const fair = 256 - (256 % letters.length)
  let text = ''
  while (text.length < length) {
    for (const byte of randomBytes(length * 2)) {
      if (byte < fair && text.length < length) text += letters[byte % letters.length]
    }
  }
  return text
}

function checksum(body: string): string {
  let rest = crc32(body)
  let text = ''
  for (let index = 0; index < checksumLength; index += 1) {
    text = alphabet[rest % 62]! + text
    rest = Math.floor(rest / 62)
  }
  return text
}
