// For tests of what is written with the SDK.
export {
  createTestMissionControl,
  TestAgent,
  type TestAgentOptions,
  type TestClock,
  type TestMissionControl,
} from './test-mission-control.ts'
