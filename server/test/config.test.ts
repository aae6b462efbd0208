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

describe('what is wrong is said in plain words', () => {
  test.each([
    ['PORT', 'abc', "must be a whole number from 0 to 65535, but is 'abc'"],
    ['PORT', '1e3', "must be a whole number from 0 to 65535, but is '1e3'"],
    ['PORT', '-1', "must be a whole number from 0 to 65535, but is '-1'"],
    ['PORT', '65536', "must be a whole number from 0 to 65535, but is '65536'"],
    ['PORT', ' 80', "must be a whole number from 0 to 65535, but is ' 80'"],
    ['LOG_LEVEL', 'loud', "must be one of trace, debug, info, warn, error, silent, but is 'loud'"],
    ['MC_PUBLIC_URL', 'ftp://here', "must be an address such as https://mission.example.com, but is 'ftp://here'"],
    ['MC_ADMIN_KEY', 'mc_user_short', 'is no user key: make one with npm run admin-key -- --print'],
    ['DATABASE_URL', 'postgres://here', 'is set, but this version serves from SQLite only: unset it'],
  ])('%s=%s', (name, value, message) => {
    expect(() => readConfig({ [name]: value })).toThrow(`the configuration is wrong:\n  ${name}: ${message}`)
  })

  test('each wrong variable is named, and an empty one is not set', () => {
    expect(() => readConfig({ PORT: 'x', LOG_LEVEL: 'y' })).toThrow(/ {2}PORT: .*\n {2}LOG_LEVEL: /)
    expect(readConfig({ PORT: '', HOST: '', LOG_LEVEL: '' })).toMatchObject({ port: 4100, host: '127.0.0.1' })
    expect(readConfig({ PORT: '0' }).port).toBe(0)
  })
})
