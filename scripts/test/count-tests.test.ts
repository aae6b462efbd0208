import { describe, expect, it } from 'vitest'
import { countTests } from '../count-tests.mjs'

const file = (status: string, tests = 1) => ({ status, assertionResults: Array.from({ length: tests }) })

describe('The count of tests', () => {
  it('is what the report says', () => {
    const report = {
      success: false,
      numPassedTests: 5,
      numFailedTests: 2,
      testResults: [file('passed'), file('failed')],
    }
    expect(countTests(report)).toEqual({ passed: 5, failed: 2 })
  })

  it('counts a file that did not load as a failure', () => {
    const report = { success: false, numPassedTests: 5, numFailedTests: 0, testResults: [file('failed', 0)] }
    expect(countTests(report)).toEqual({ passed: 5, failed: 1 })
  })

  it('counts an unhandled error as a failure', () => {
    const report = { success: false, numPassedTests: 5, numFailedTests: 0, testResults: [file('passed')] }
    expect(countTests(report)).toEqual({ passed: 5, failed: 1 })
  })

  it('counts a missing report as a failure', () => {
    expect(countTests(undefined)).toEqual({ passed: 0, failed: 1 })
  })
})
