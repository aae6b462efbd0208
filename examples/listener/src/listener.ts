// Tells in the terminal what finished, what failed and what waits for a person, as it happens.
import { styleText } from 'node:util'
import { MissionControl } from '@mission-control/sdk'
import { notificationOf, types } from './notification.ts'

const { MC_URL = 'http://127.0.0.1:4100', MC_ENROLLMENT_TOKEN } = process.env

const missionControl = await new MissionControl({ baseUrl: MC_URL }).agent({
  name: 'listener',
  description: 'Tells what happens; takes no tasks.',
  enrollmentToken: MC_ENROLLMENT_TOKEN,
})

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())

// From here on, not from when the stream will be open: nothing in between is to be missed.
const { data: newest } = await missionControl.events.list({ limit: 1 })
console.log(`Listening to ${MC_URL}; Ctrl-C stops it.`)
const colours = { done: 'green', failed: 'red', waits: 'yellow', budget: 'magenta' } as const

// The stream outlives a broken connection and a restart of the server, and goes on with the event after the last one.
for await (const event of missionControl.events.stream({ types, after: newest[0]?.id, signal: stop.signal })) {
  const notification = await notificationOf(event, missionControl)
  if (!notification) continue
  const { kind, text, hint } = notification
  const bell = kind === 'waits' && process.stdout.isTTY ? '\u0007' : ''
  const time = new Date(event.at).toLocaleTimeString('en-GB')
  console.log(`${bell}${time} ${styleText(colours[kind], kind.padEnd(6))} ${text}${hint ? `\n         ${hint}` : ''}`)
}
