// What the databases say of themselves, and what callers are told of it.
import { describe, expect, test } from 'vitest'
import { asAppError } from '../src/kernel/answer.ts'

const failure = (facts: object) => asAppError(Object.assign(new Error('it failed'), facts)).code

describe('a store that cannot write', () => {
  test.each([
    ['a full disk', { code: '53100' }],
    ['too many connections', { code: '53300' }],
    ['a read-only transaction', { code: '25006' }],
    ['an administrator who ends it', { code: '57P01' }],
    ['a crash of another backend', { code: '57P02' }],
    ['a server that is starting up', { code: '57P03' }],
    ['a connection that failed', { code: '08006' }],
    ['a connection that was refused', { code: '08001' }],
    ['nobody who listens', { code: 'ECONNREFUSED' }],
    ['a connection that broke off', { message: 'Connection terminated unexpectedly' }],
    ['a full disk under SQLite', { code: 'ERR_SQLITE_ERROR', errcode: 13 }],
  ])('IF-1: %s is storage_unavailable', (_what, facts) => {
    expect(failure(facts)).toBe('storage_unavailable')
  })

  test.each([
    ['a broken rule', { code: '23505' }],
    ['a syntax error', { code: '42601' }],
    ['a broken rule under SQLite', { code: 'ERR_SQLITE_ERROR', errcode: 19 }],
    ['anything else', {}],
  ])('IF-1: %s is internal_error', (_what, facts) => {
    expect(failure(facts)).toBe('internal_error')
  })
})
