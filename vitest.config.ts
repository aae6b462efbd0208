// One run over the tests of every package: `npm test`.
import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{server,sdk,cli,skill,scripts,examples/*,bench}/test/**/*.test.ts'],
    // Tests start servers, databases and child processes: each file gets a process of its own.
    pool: 'forks',
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
