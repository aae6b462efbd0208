// A workspace with life in it, for looking at the page: agents at work, a lost lease, an approval waiting, budgets in use.
import type { components } from '../../src/generated/openapi.ts'
import { handOf, taken } from './hand.ts'
import type { TestServer } from './server.ts'

type Schemas = components['schemas']

const model = 'claude-sonnet-4-5'

export async function fillWorkspace(server: TestServer): Promise<void> {
  const { admin, clock } = server
  const create = (task: Partial<Schemas['CreateTask']> & { title: string }) => {
    clock.advance(2)
    return taken(admin.post<Schemas['Task']>('/tasks', { estimateCostMicros: 250_000, ...task }))
  }
  await taken(admin.patch(`/workspaces/${server.workspaceId}`, { name: 'Shop release', slug: 'shop-release' }))
  await taken(admin.post('/budgets', { scope: 'agent', window: 'day', limitCostMicros: 2_000_000 }))
  await taken(admin.post('/budgets', { scope: 'run', window: 'none', limitCostMicros: 900_000 }))

  const mender = await handOf(server, {
    name: 'mender',
    description: 'Fixes TypeScript',
    capabilities: ['typescript'],
    provider: 'anthropic',
    model,
    maxConcurrentTasks: 2,
  })
  const scribe = await handOf(server, {
    name: 'scribe',
    description: 'Writes and translates',
    capabilities: ['writing', 'lang:de'],
    provider: 'anthropic',
    model,
  })
  const warden = await handOf(server, {
    name: 'warden',
    description: 'Audits dependencies',
    capabilities: ['security', 'typescript'],
    provider: 'openai',
    model: 'gpt-5',
    maxConcurrentTasks: 2,
  })
  const scout = await handOf(server, {
    name: 'scout',
    description: 'Reads the issue tracker',
    capabilities: ['triage'],
    provider: 'anthropic',
    model,
    maxConcurrentTasks: 2,
  })
  const ferry = await handOf(server, {
    name: 'ferry',
    description: 'Ships releases',
    capabilities: ['deploy'],
    provider: 'anthropic',
    model,
  })

  const licenses = await create({
    title: 'Audit the licenses of all dependencies',
    type: 'audit',
    priority: 'high',
    requiredCapabilities: ['security'],
  })
  const flaky = await create({
    title: 'Find out why the checkout test is flaky',
    type: 'fix',
    requiredCapabilities: ['typescript'],
    maxAttempts: 3,
  })
  const triage = await create({
    title: 'Sort the 214 open issues by area',
    type: 'triage',
    requiredCapabilities: ['triage'],
  })
  const first = await warden.claim(licenses.id)
  await first.spend('gpt-5', 61_000, 5_200)
  await first.complete('412 packages checked, two are not permissive.', licenseReport)
  clock.advance(240)

  const lost = await scout.claim(triage.id)
  await lost.progress(37, 214, 'issues')
  await lost.spend(model, 18_000, 1_900)
  clock.advance(75)
  await server.app.scheduler.sweep()
  clock.advance(30)
  await server.app.scheduler.sweep()

  const changelog = await create({
    title: 'Write the changelog for 4.2',
    type: 'docs',
    requiresReview: true,
    requiredCapabilities: ['writing'],
    description: 'From the merged pull requests since `v4.1.0`, grouped by area.',
  })
  const written = await scribe.claim(changelog.id)
  await written.spend(model, 42_000, 6_100)
  await written.complete(
    'Changelog with 31 entries in five groups; two breaking changes stand first.',
    '# 4.2\n\n## Breaking\n\n- `createCart` wants a currency.\n',
  )
  clock.advance(60)

  const broken = await create({
    title: 'Update the payment provider’s SDK to 9.0',
    type: 'fix',
    requiredCapabilities: ['typescript'],
    maxAttempts: 1,
  })
  const failed = await mender.claim(broken.id)
  await failed.spend(model, 30_000, 4_000)
  await failed.fail('Version 9 needs Node 26; the build image has 24', true)

  const screenshots = await create({
    title: 'Renew the screenshots of the store front',
    type: 'docs',
    requiredCapabilities: ['writing'],
  })
  const stuck = await scribe.claim(screenshots.id)
  await stuck.block('The staging login has expired: a new password is needed')
  clock.advance(30)

  const release = await create({
    title: 'Publish 4.2.0-rc.1 to npm',
    type: 'release',
    priority: 'urgent',
    requiredCapabilities: ['deploy'],
    budgetCostMicros: 1_500_000,
  })
  const publishing = await ferry.claim(release.id)
  await publishing.spend(model, 9_000, 1_200)
  await publishing.ask({
    action: 'Publish 4.2.0-rc.1 with the tag “next”',
    risk: 'RED',
    payload: { command: 'npm publish --tag next', package: '@shop/core', version: '4.2.0-rc.1' },
    justification: 'All 1,284 tests pass on the release branch.',
    onDenial: 'block',
  })
  const mails = await create({
    title: 'Tell the beta testers about the release candidate',
    type: 'outreach',
    requiredCapabilities: ['security'],
  })
  await create({
    title: 'Translate the release notes to German',
    type: 'docs',
    requiredCapabilities: ['lang:de'],
    blockedBy: [{ taskId: changelog.id, onFailure: 'wait' }],
  })
  await create({
    title: 'Update the examples to the new cart API',
    type: 'fix',
    requiredCapabilities: ['typescript'],
    hold: true,
  })
  await create({
    title: 'Measure start-up time against 4.1',
    type: 'bench',
    priority: 'high',
    requiredCapabilities: ['bench'],
  })
  await create({ title: 'Replace the deprecated date helpers', type: 'fix', requiredCapabilities: ['typescript'] })
  await create({
    title: 'Check all links in the handbook',
    type: 'audit',
    priority: 'low',
    requiredCapabilities: ['writing'],
  })

  const fixing = await mender.claim(flaky.id)
  await fixing.say('WORK_PLAN', 'Run the test a hundred times under load, then bisect what it shares.')
  await fixing.progress(62, 100, 'runs', 'Fails in 3 of 62 runs, each time after the cart fixture.')
  await fixing.spend(model, 88_000, 9_400)
  await fixing.log([
    ['debug', 'Chose the shard', { shard: 3, of: 8 }],
    ['info', 'Run 1 of 100'],
    ['warn', 'Slower than the last ten runs', { seconds: 41.2, usual: 17.5 }],
    ['error', 'Run 14 failed: expected 2 items in the cart, found 3'],
    ['info', 'Run 62 of 100'],
  ])
  await taken(
    admin.post(`/tasks/${flaky.id}/messages`, { body: 'The fixture was **rewritten in May**; look there first.' }),
  )
  const types = await create({
    title: 'Make the public types strict',
    type: 'fix',
    requiredCapabilities: ['typescript'],
    description: 'Remove every `any` from the exported types.',
  })
  const typing = await mender.claim(types.id)
  await typing.progress(9, 41, 'files')
  await typing.spend(model, 25_000, 3_800)
  const scan = await create({
    title: 'Scan the images for known vulnerabilities',
    type: 'audit',
    priority: 'high',
    requiredCapabilities: ['security'],
    budgetCostMicros: 600_000,
  })
  const scanning = await warden.claim(scan.id)
  await scanning.progress(5, 6, 'images')
  await scanning.spend('gpt-5', 120_000, 14_000)
  const mailing = await warden.claim(mails.id)
  await mailing.ask({
    action: 'Send 46 mails to the beta testers',
    risk: 'YELLOW',
    payload: { template: 'release-candidate', recipients: 46, from: 'beta@shop.example' },
  })
  const dates = await create({ title: 'Take the old date formats out of the exports', type: 'fix' })
  const asking = await scout.claim(dates.id)
  await asking.question(
    'Which of the two formats do the partners read?',
    ['ISO 8601', 'RFC 2822'],
    'Both are in `exports/`; the newer files are **ISO 8601**.',
  )
  const links = await create({
    title: 'Describe the new shipping zones in the handbook',
    type: 'docs',
    requiredCapabilities: ['writing'],
  })
  const describing = await scribe.claim(links.id)
  await describing.progress(2, 5, 'pages')
  await describing.spend(model, 14_000, 2_600)
  await taken(
    server.api().post('/agents/register', {
      name: 'night-owl',
      description: 'Runs the nightly benchmarks',
      capabilities: ['bench'],
      provider: 'ollama',
      model: 'qwen3-coder',
      runtime: 'basement-2',
    }),
  )
  clock.advance(8)
  for (const claim of [fixing, typing, scanning, describing]) await claim.renew()
}

const licenseReport = `# License audit

412 packages, two findings.

| package | license | used by |
| --- | --- | --- |
| left-align | WTFPL | \`@shop/cli\` |
| geo-tables | CC-BY-NC | \`@shop/shipping\` |

Both can be replaced:

1. **left-align** by \`String.prototype.padEnd\`
2. **geo-tables** by our own table, see https://example.com/zones
`
