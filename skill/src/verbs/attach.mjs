// attach: a file made in the work, handed in as it is.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { requestWhole } from '../request.mjs'
import { Session } from '../session.mjs'

export const attachVerb = {
  usage: 'attach FILE [--name NAME] [--type MEDIA_TYPE]',
  options: /** @type {const} */ ({ file: 'text', name: 'text', type: 'text' }),

  /** @param {import('../words.mjs').Words} words */
  async run(words) {
    const path = words.text('file')
    const { name = basename(path), type = 'application/octet-stream' } = words.values
    const bytes = contentOf(path, words)
    const session = new Session()
    await session.renewIfDue()
    const { taskId, fence } = session.requireClaim()
    const upload = { bytes, headers: { 'Content-Type': type, 'Mission-Control-Fence': String(fence) } }
    const options = { timeoutSeconds: 280, upload }
    const { data } = await requestWhole(session.server, 'files.put', { taskId, fileName: name }, options)
    return { attached: data.id, name: data.name, version: data.version, sizeBytes: data.sizeBytes }
  },
}

/**
 * @param {string} path
 * @param {import('../words.mjs').Words} words
 */
function contentOf(path, words) {
  try {
    return readFileSync(path)
  } catch (error) {
    throw words.wrong(`${path} cannot be read (${/** @type {NodeJS.ErrnoException} */ (error).code})`)
  }
}
