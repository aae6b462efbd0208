// For tests of what is written with the SDK.

/**
 * For tests of what is written with the SDK: the real server for a test of its own, and a fake context for a handler
 * alone.
 *
 * @packageDocumentation
 */
export { createFakeContext, type FakeContext } from './fake-context.ts'
export type { FakeContextOptions, FakeRecord } from './fake-options.ts'
export type { AnswerScript, DecisionScript, ScriptedDecision } from './fake-script.ts'
export {
  createTestMissionControl,
  TestAgent,
  type TestAgentOptions,
  type TestClock,
  type TestMissionControl,
} from './test-mission-control.ts'
