// The platforms every machine has: the Node the tests run in, and a browser. `npm run test:platforms` takes all of them.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runInBrowser } from './platforms/browser.ts'
import { openPlace, type Place } from './platforms/place.ts'

const run = promisify(execFile)
const folder = join(import.meta.dirname, 'platforms')
const parts = ['create', 'list', 'events', 'join', 'work', 'files']

let place: Place
beforeAll(async () => {
  place = await openPlace()
})
afterAll(() => place.close())

describe('Tasks, lists, events across a cut connection, work and files', () => {
  test('work in Node (IF-3)', async () => {
    const given = JSON.stringify(place.givenTo('node', true))
    // Ended before the test is: a program that hangs must not outlive it.
    const { stdout } = await run(process.execPath, [join(folder, 'run.ts'), given], { timeout: 25_000 })
    expect(Object.keys(JSON.parse(stdout).done)).toEqual(parts)
  })

  test('work in a browser, from a bundle (IF-3)', async () => {
    const { done } = await runInBrowser(folder, place.givenTo('browser', false))
    expect(Object.keys(done)).toEqual(parts)
  })
})
