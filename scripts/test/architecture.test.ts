import { describe, expect, it } from 'vitest'
import { findViolations } from '../architecture/violations.ts'

const problemsOf = (file: string, text: string): string[] =>
  findViolations(new Map([[file, text]])).map(({ line, problem }) => `${line} ${problem}`)

const refused: [file: string, text: string, problem: RegExp][] = [
  ['server/src/rules/lease.ts', "import { now } from '../kernel/clock.ts'", /1 imports .*clock\.ts: rules are pure/],
  ['server/src/rules/lease.ts', "import { randomUUID } from 'node:crypto'", /node:crypto: rules are pure/],
  ['server/src/rules/lease.ts', "import { randomUUID } from 'crypto'", /crypto: rules are pure/],
  ['server/src/kernel/route.ts', "\nimport { x } from '../features/tasks/service.ts'", /2 imports .*knows no feature/],
  [
    'server/src/features/tasks/service.ts',
    "import { x } from '../runs/store.ts'",
    /of another feature only the service/,
  ],
  [
    'server/src/features/tasks/service.ts',
    "export { x } from '../runs/routes.ts'",
    /of another feature only the service/,
  ],
  ['server/src/features/tasks/store.ts', "import type { Request } from 'express'", /SQL only/],
  ['server/src/features/tasks/claim-store.ts', "import { x } from './routes.ts'", /SQL only/],
  ['server/src/features/tasks/routes.ts', "import knex from 'knex'", /HTTP only/],
  ['server/src/app.ts', 'const port = process.env.PORT', /1 reads process\.env/],
  ['server/test/claim.test.ts', "import { MissionControl } from '@mission-control/sdk'", /does not know the SDK/],
  ['server/test/claim.test.ts', "import { x } from '../../sdk/src/client.ts'", /does not know the SDK/],
  ['sdk/src/client.ts', "import ky from 'ky'", /only transport\.ts/],
  ['cli/src/run.ts', "import { createApp } from '@mission-control/server'", /through the SDK alone/],
  ['cli/src/run.ts', "import { env } from 'node:process'", /be the machine/],
  ['sdk/src/errors.ts', "const fs = await import('node:fs')", /runs in browsers/],
  ['sdk/src/index.ts', "import { createApp } from '@mission-control/server'", /only testing\//],
  ['sdk/src/transport.ts', "import { client } from './client.ts'", /generated → transport → resources/],
  ['sdk/src/client.ts', "import { work } from './worker/poller.ts'", /generated → transport → resources/],
  ['examples/repo-audit/src/agent.ts', "import { x } from '@mission-control/server'", /a stranger could install/],
  ['examples/repo-audit/src/agent.ts', "import { x } from '../../other/src/x.ts'", /a stranger could install/],
  ['examples/a/src/agent.ts', "import { x } from '@mission-control/example-testing'", /a stranger could install/],
  ['examples/a/test/a.test.ts', "import { x } from '@mission-control/server'", /share with each other/],
  ['bench/src/main.ts', "import { x } from '../../server/src/app.ts'", /a stranger could install/],
  ['bench/src/main.ts', "import { x } from '@mission-control/sdk/src/client.ts'", /a stranger could install/],
]

const allowed: [file: string, text: string][] = [
  ['server/src/rules/lease.ts', "import type { TaskState } from '../generated/rules.ts'"],
  ['server/src/features/tasks/service.ts', "import { book } from '../budgets/money-service.ts'"],
  ['server/src/features/tasks/service.ts', "import { start } from '../runs/service.ts'"],
  ['server/src/features/tasks/store.ts', "import type { Knex } from 'knex'"],
  ['server/src/main.ts', 'const port = process.env.PORT'],
  ['server/src/app.ts', '// process.env is read in main.ts'],
  ['sdk/src/transport.ts', "import ky from 'ky'\nimport createClient from 'openapi-fetch'"],
  ['cli/src/run.ts', "import { parseArgs } from 'node:util'"],
  ['cli/src/run.ts', "import { MissionControl } from '@mission-control/sdk'"],
  ['sdk/src/testing/server.ts', "import { createApp } from '@mission-control/server'"],
  ['sdk/src/worker/poller.ts', "import type { MissionControl } from '../client.ts'"],
  ['examples/repo-audit/src/agent.ts', "import { MissionControl } from '@mission-control/sdk'\nimport './files.ts'"],
  ['examples/a/test/a.test.ts', "import { startServer } from '@mission-control/example-testing'"],
]

describe('The architecture check', () => {
  it.each(refused)('finds that %s must not say %s', (file, text, problem) => {
    expect(problemsOf(file, text)).toContainEqual(expect.stringMatching(problem))
  })

  it.each(allowed)('lets %s say %s', (file, text) => {
    expect(problemsOf(file, text)).toEqual([])
  })
})
