// Prints `N passed, N failed` from vitest's own report, and ends with 1 unless all passed. A file that could not even be
// loaded, and a report that was never written, count as one failure each: neither may look like success.
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

/**
 * @typedef {{ status: string, assertionResults: unknown[] }} TestFile
 * @typedef {{ success: boolean, numPassedTests: number, numFailedTests: number, testResults: TestFile[] }} Report
 */

/**
 * @param {Report | undefined} report
 * @returns {{ passed: number, failed: number }}
 */
export function countTests(report) {
  if (!report) return { passed: 0, failed: 1 }
  const notLoaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  const failed = report.numFailedTests + notLoaded.length
  return { passed: report.numPassedTests, failed: failed === 0 && !report.success ? 1 : failed }
}

/** @param {string} file */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { passed, failed } = countTests(readReport(process.argv[2] ?? ''))
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}
