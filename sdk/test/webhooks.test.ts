// Webhooks, held against the specification's own example and against the reference implementation.
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import * as webhooks from '../src/webhooks/webhooks.ts'

const { sign, verify, WebhookError } = webhooks

/** As the specification's libraries test themselves. */
const example = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: new Date(1614265330 * 1000),
  payload: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
}
const { secret, payload } = example
const otherSecret = `whsec_${btoa('x'.repeat(32))}`
const event = {
  type: 'task.completed',
  timestamp: '2026-03-02T10:00:00.000Z',
  data: { taskId: 'tsk_1', title: 'Prüfen ✓' },
}
const body = JSON.stringify(event)

/** What the check ends with. */
async function outcomeOf(...args: Parameters<typeof verify>): Promise<unknown> {
  try {
    return await verify(...args)
  } catch (error) {
    if (!(error instanceof WebhookError)) throw error
    expect(error.message).toContain(error.hint)
    expect(error.hint).not.toBe('')
    return error.code
  }
}

describe('A webhook (IF-3)', () => {
  test('of the specification is signed as there, and believed', async () => {
    const { id, timestamp } = example
    const headers = await sign(payload, secret, { id, timestamp })
    expect(headers).toEqual({
      'webhook-id': id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': example.signature,
    })
    expect(await verify(payload, headers, secret, { now: timestamp })).toEqual({ test: 2432232314 })
  })

  test('signed by the reference implementation is believed, and the other way round', async () => {
    const reference = new Webhook(secret)
    const now = new Date()
    const theirs = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': reference.sign('msg_1', now, body),
    }
    expect(await verify(body, theirs, secret)).toEqual(event)
    expect(reference.verify(body, await sign(body, secret))).toEqual(event)
    expect(reference.verify(body, await sign(body, [otherSecret, secret]))).toEqual(event)
  })

  test('may come as bytes, which need not be the whole of their buffer', async () => {
    const bytes = Buffer.from(`..${body}..`).subarray(2, -2)
    expect(await verify(bytes, await sign(body, secret), secret)).toEqual(event)
    expect(await verify(body, await sign(bytes, secret), secret)).toEqual(event)
  })

  test('is believed by the old and the new secret while they are rotated, whichever side is ahead', async () => {
    const byOld = await sign(body, secret)
    const byBoth = await sign(body, [otherSecret, secret])
    expect(byBoth['webhook-signature'].split(' ')).toHaveLength(2)
    expect(await outcomeOf(body, byOld, [otherSecret, secret])).toEqual(event)
    expect(await outcomeOf(body, byBoth, secret)).toEqual(event)
    expect(await outcomeOf(body, byBoth, otherSecret)).toEqual(event)
    expect(await outcomeOf(body, byOld, otherSecret)).toBe('signature_invalid')
    expect(await outcomeOf(body, byOld, [secret.slice('whsec_'.length)])).toEqual(event)
  })

  test('may have signatures of other kinds, which count for nothing', async () => {
    const headers = await sign(body, secret)
    const [, mine = ''] = headers['webhook-signature'].split(',')
    const outcomeWith = (signature: string) => outcomeOf(body, { ...headers, 'webhook-signature': signature }, secret)
    expect(await outcomeWith(`v1a,c2lnbmF0dXJl v2,${mine} v1,${mine}`)).toEqual(event)
    for (const signature of [
      `v1a,${mine}`,
      `v2,${mine}`,
      mine,
      'v1,',
      'v1,%%%',
      `v1,${mine.slice(0, 20)}`,
      'v1,AAAA',
    ]) {
      expect(await outcomeWith(signature), signature).toBe('signature_invalid')
    }
  })

  test('brings its headers in whatever the platform has', async () => {
    const headers = await sign(body, secret)
    const shouted = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]))
    const listed = { ...headers, 'webhook-signature': ['v1,AAAA', headers['webhook-signature']] }
    for (const given of [new Headers(headers), shouted, listed])
      expect(await outcomeOf(body, given, secret)).toEqual(event)
  })

  test('is read by a plain Node server as it arrives', async () => {
    const server = createServer(async (request, response) => {
      const raw = Buffer.concat(await request.toArray())
      response.end(JSON.stringify(await outcomeOf(raw, request.headers, secret)))
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const response = await fetch(url, { method: 'POST', body, headers: await sign(body, secret) })
    expect(await response.json()).toEqual(event)
    await new Promise((done) => server.close(done))
  })
})

describe('A webhook is refused', () => {
  test('if a byte of it was changed, or its id, or its time', async () => {
    const headers = await sign(body, secret)
    const timestamp = String(Number(headers['webhook-timestamp']) + 1)
    expect(await outcomeOf(body.replace('tsk_1', 'tsk_2'), headers, secret)).toBe('signature_invalid')
    expect(await outcomeOf(`${body} `, headers, secret)).toBe('signature_invalid')
    expect(await outcomeOf(body, { ...headers, 'webhook-id': 'msg_2' }, secret)).toBe('signature_invalid')
    expect(await outcomeOf(body, { ...headers, 'webhook-timestamp': timestamp }, secret)).toBe('signature_invalid')
  })

  test.each([
    ['at the tolerance', 300, undefined, event],
    ['past the tolerance', 301, undefined, 'timestamp_out_of_range'],
    ['ahead within the tolerance', -300, undefined, event],
    ['ahead past the tolerance', -301, undefined, 'timestamp_out_of_range'],
    ['past a tolerance of its own', 11, 10, 'timestamp_out_of_range'],
    ['at any time, with a tolerance that is no number', 0, Number.NaN, 'timestamp_out_of_range'],
  ])('by when it was sent: %s', async (_, ageSeconds, toleranceSeconds, outcome) => {
    const timestamp = new Date('2026-03-02T10:00:00Z')
    const headers = await sign(body, secret, { timestamp })
    const now = new Date(timestamp.getTime() + ageSeconds * 1000)
    expect(await outcomeOf(body, headers, secret, { toleranceSeconds, now })).toEqual(outcome)
  })

  test('if a header is missing, naming it, or cannot be one', async () => {
    const headers = await sign(body, secret)
    const without = { ...headers, 'webhook-id': undefined, 'webhook-signature': ' ' }
    await expect(verify(body, without, secret)).rejects.toThrow('The request has no webhook-id, webhook-signature.')
    for (const timestamp of ['soon', '1.5', '-1', '1e9', '0x10', '2026-03-02T10:00:00Z']) {
      const outcome = await outcomeOf(body, { ...headers, 'webhook-timestamp': timestamp }, secret)
      expect(outcome, timestamp).toBe('headers_invalid')
    }
  })

  test('if it is signed and no JSON', async () => {
    expect(await outcomeOf('hello', await sign('hello', secret), secret)).toBe('payload_invalid')
  })

  test('with a word about the mistake if the caller made one, and never about the secret', async () => {
    const headers = await sign(body, secret)
    expect(await outcomeOf(event as unknown as string, headers, secret)).toBe('payload_not_raw')
    for (const wrong of ['', 'whsec_', 'whsec_not base64!', `whsec_${btoa('short')}`, [], [secret, '']]) {
      expect(await outcomeOf(body, headers, wrong), String(wrong)).toBe('secret_invalid')
    }
    const error = await verify(body, headers, 'whsec_bm90IGEgc2VjcmV0').catch((it: unknown) => it)
    expect(String(error)).not.toContain('bm90IGEgc2VjcmV0')
  })
})

test('a signature is the HMAC that anybody can compute', async () => {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, ...rest } = await sign(body, secret)
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  expect(rest).toEqual({ 'webhook-signature': `v1,${expected}` })
})
