// For tests of what is written with the SDK.
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
