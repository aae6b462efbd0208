// Reads the YAML files of spec/ into one document. Redocly does the bundling; we refuse whatever it only warns about,
// above all two schemas of one name, of which it would quietly make `Task` and `Task-2`.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Contract } from '../contract/document.ts'

const redocly = fileURLToPath(new URL('../../node_modules/@redocly/cli/bin/cli.js', import.meta.url))

/** @param entry path of the document that refers to all the others */
export async function bundle(entry: string): Promise<Contract> {
  const folder = await mkdtemp(join(tmpdir(), 'mission-control-spec-'))
  try {
    const output = join(folder, 'openapi.json')
    const { failed, text } = await runRedocly(['bundle', entry, '--output', output])
    if (failed || /\bwarning\b/i.test(text)) throw new Error(`The spec does not bundle cleanly.\n\n${text.trim()}`)
    const contract: Contract = JSON.parse(await readFile(output, 'utf8'))
    refuseRenamedSchemas(contract)
    listEventTypes(contract)
    return contract
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function runRedocly(args: string[]): Promise<{ failed: boolean; text: string }> {
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NO_COLOR: '1' }
  return new Promise((resolve) => {
    execFile(process.execPath, [redocly, ...args], { env }, (error, stdout, stderr) => {
      resolve({ failed: error !== null, text: `${stdout}${stderr}` })
    })
  })
}

/** From the table of events, so that a caller's filter is checked as it is typed, and nobody writes the list twice. */
function listEventTypes({ components, 'x-mission-control': rules }: Contract): void {
  const { EventTypes } = components.parameters as Record<string, { schema: { items?: object } }>
  const { schema } = EventTypes!
  schema.items = { $ref: '#/components/schemas/EventType' }
  components.schemas.EventType = {
    type: 'string',
    description: 'A type of event; the table `x-mission-control.events` says what each means.',
    enum: Object.keys(rules.events),
  }
}

function refuseRenamedSchemas(contract: Contract): void {
  const renamed = Object.keys(contract.components.schemas).filter((name) => /-\d+$/.test(name))
  if (renamed.length > 0) throw new Error(`Schemas of one name in two files: ${renamed.join(', ')}`)
}
