// The configuration, as it is read at start: each variable that is wrong is named.
import { describe, expect, test } from 'vitest'
import { readConfig } from '../src/kernel/config.ts'

describe('MC_TRUSTED_PROXIES', () => {
  test('is a list of addresses, networks and names', () => {
    expect(readConfig({}).trustedProxies).toEqual([])
    expect(readConfig({ MC_TRUSTED_PROXIES: 'loopback, 10.0.0.0/8,::1,192.168.1.7' }).trustedProxies).toEqual([
      'loopback',
      '10.0.0.0/8',
      '::1',
      '192.168.1.7',
    ])
  })

  test.each(['1', 'true', 'proxy.local', '10.0.0.0/33', '10.0.0.0/0', '*'])(
    'names the part that is wrong: %s',
    (bad) => {
      expect(() => readConfig({ MC_TRUSTED_PROXIES: `loopback,${bad}` })).toThrow(`MC_TRUSTED_PROXIES: '${bad}' is not`)
    },
  )
})
