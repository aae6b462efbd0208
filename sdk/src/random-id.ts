// Names for requests. `crypto.randomUUID` is missing in pages served over plain http, so this does without.

/** 128 random bits, in hexadecimal. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
