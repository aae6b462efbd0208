// Stands in for the programs behind two SDKs: says what a script tells it to, in either's protocol.
import { readFileSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const { FAKE_SCRIPT: file } = process.env
const script = JSON.parse(readFileSync(file, 'utf8'))
const isCodex = process.argv.includes('--experimental-json')

/** A turn is what it prints; `die` ends the program, after `wait` it is silent. */
async function nextTurn() {
  const lines = script.turns.shift() ?? []
  writeFileSync(file, JSON.stringify(script))
  for (const line of lines) {
    if (line === 'die') {
      // What was written before must have left.
      await new Promise((done) => setTimeout(done, 50))
      process.exit(1)
    }
    if (line === 'wait') await silence()
    print(line)
  }
}

/** Claude Code ends with its input, Codex when it is killed. */
function silence() {
  const { promise, resolve } = Promise.withResolvers()
  const timer = setTimeout(resolve, 30_000)
  if (!isCodex) timer.unref()
  return promise
}

const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`)

script.calls.push(process.argv.slice(2))
if (isCodex) {
  let input = ''
  for await (const chunk of process.stdin) input += chunk
  script.inputs.push(input)
  await nextTurn()
} else {
  for await (const line of createInterface({ input: process.stdin })) {
    const { type, request, request_id, message } = JSON.parse(line)
    if (type === 'control_request') {
      const response = request.subtype === 'initialize' ? { commands: [], models: [], account: script.account } : {}
      print({ type: 'control_response', response: { subtype: 'success', request_id, response } })
    }
    if (type !== 'user') continue
    script.inputs.push(message.content)
    void nextTurn()
  }
}
