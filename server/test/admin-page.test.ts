// The admin page in a real browser: signing in, watching, deciding, and nothing run or shown that must not be.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Packages } from '../src/files/packages.ts'
import type { components } from '../src/generated/openapi.ts'
import { launchChromium } from './support/chromium.ts'
import { startCuttableWire } from './support/cuttable-wire.ts'
import { putFile } from './support/files.ts'
import { type Hand, handOf, taken } from './support/hand.ts'
import { startTestServer, type TestServer } from './support/server.ts'

type Task = components['schemas']['Task']

/** As if they had been built. */
const packages: Packages = { path: (kind) => `/${kind}-0.1.0-0123abcd.tgz`, find: async () => null }

let server: TestServer
let browser: Browser
let hand: Hand
const contexts: BrowserContext[] = []
/** What the browser complained of, over the whole file. */
const complaints: string[] = []

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startTestServer({ packages }), launchChromium()])
  hand = await handOf(server, { name: 'auditor', capabilities: ['audit'], maxConcurrentTasks: 50 })
})

afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()))
})

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

async function openPage(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  contexts.push(context)
  context.setDefaultTimeout(8_000)
  const page = await context.newPage()
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    // Refused requests are part of what is tested; the browser reports each.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text())
  })
  await page.addInitScript(
    "document.addEventListener('securitypolicyviolation', (event) => console.error('refused by policy', event.blockedURI))",
  )
  return page
}

async function signInByLink(): Promise<Page> {
  const page = await openPage()
  const link = await taken(server.admin.post<{ url: string }>('/sign-in-links', {}))
  await page.goto(link.url)
  await page.getByRole('navigation').waitFor()
  return page
}

async function signInByKey(key: string): Promise<Page> {
  const page = await openPage()
  await page.goto(server.url)
  await page.getByLabel('Your key').fill(key)
  await page.getByRole('button', { name: 'Sign in' }).click()
  return page
}

const createTask = (task: Record<string, unknown>) => taken(server.admin.post<Task>('/tasks', task))
const readTask = async (id: string) => (await taken(server.admin.get<{ task: Task }>(`/tasks/${id}`))).task
const openSection = (page: Page, name: string) => page.getByRole('navigation').getByRole('link', { name }).click()
const column = (page: Page, id: string) => page.locator(`[data-column="${id}"]`)
const cardIn = (page: Page, columnId: string, title: string) =>
  column(page, columnId).locator('.card', { hasText: title })

test('IF-7: a sign-in link signs in once, its token leaves the address bar, and the cookie cannot be read or sent from elsewhere', async () => {
  const page = await openPage()
  const link = await taken(server.admin.post<{ url: string }>('/sign-in-links', {}))
  await page.goto(link.url)
  await page.getByRole('navigation').waitFor()
  expect(page.url()).not.toContain('sign-in')
  expect(await page.evaluate('document.cookie')).toBe('')
  expect(await page.evaluate('history.length')).toBeLessThanOrEqual(2)
  const [cookie] = await page.context().cookies()
  expect(cookie).toMatchObject({ name: 'mc_session', httpOnly: true, sameSite: 'Strict', secure: false })

  await page.reload()
  await page.getByRole('navigation').waitFor()

  const other = await openPage()
  await other.goto(link.url)
  await other.getByText('This sign-in link is unknown, has been used').waitFor()
  expect(other.url()).not.toContain('sign-in')
})

test('IF-7: a key signs in, a wrong one shows what is wrong and what to do, and signing out ends the session', async () => {
  const page = await signInByKey('mc_user_wrong')
  await page.getByRole('alert').getByText('This is not a key of Mission Control.').waitFor()
  await page.getByText('Send a live key').waitFor()

  await page.getByLabel('Your key').fill(server.adminKey)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('navigation').waitFor()
  const [cookie] = await page.context().cookies()

  await page.getByLabel('Signed in as Admin').click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('Your key').waitFor()
  const answer = await fetch(`${server.url}/api/v1/sessions/current`, {
    headers: { Cookie: `mc_session=${cookie!.value}` },
  })
  expect(answer.status).toBe(401)
})

test('IF-6: the page prints the lines that begin with the command line, and makes a key for it', async () => {
  const page = await signInByLink()
  await page.getByLabel('Signed in as Admin').click()
  await page.getByRole('button', { name: 'From a shell' }).click()
  await page.getByText(`npx -y ${server.url}/cli-0.1.0-0123abcd.tgz login ${server.url}`).waitFor()
  await page.getByRole('button', { name: 'Make a key for it' }).click()
  const key = await page.getByText(/^mc_user_\w+$/).textContent()
  const answer = await fetch(`${server.url}/api/v1/me`, { headers: { Authorization: `Bearer ${key}` } })
  expect(answer.status).toBe(200)
})

test("IF-7: a write with the page's cookie but without its CSRF token is refused", async () => {
  const page = await signInByLink()
  const answer = await page.evaluate(async () => {
    const response = await fetch('/api/v1/tasks', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"title":"Smuggled in"}',
    })
    return { status: response.status, code: ((await response.json()) as { error: { code: string } }).error.code }
  })
  expect(answer).toEqual({ status: 403, code: 'csrf_failed' })
})

test('IF-7, OB-1: a card moves as an agent works, shows how far it is, and a lost lease is red', async () => {
  const page = await signInByLink()
  const task = await createTask({ title: 'Count the links', type: 'audit' })
  await cardIn(page, 'ready', 'Count the links').waitFor()

  const claimed = await hand.claim(task.id)
  const card = cardIn(page, 'in_progress', 'Count the links')
  await card.getByText('auditor').waitFor()
  expect(await cardIn(page, 'ready', 'Count the links').count()).toBe(0)
  await claimed.progress(3, 8, 'files')
  await card.getByText('3/8 files').waitFor()

  server.clock.advance(90)
  await server.app.scheduler.sweep()
  const lost = cardIn(page, 'ready', 'Count the links')
  await lost.getByText('Lease lost: auditor went silent').waitFor()
  await page.locator('.console .feed p.bad', { hasText: 'Lease lost' }).waitFor()
  const colour = await page.evaluate<string>("getComputedStyle(document.querySelector('.card .flag.bad')).color")
  const [red = 0, green = 0, blue = 0] = colour.match(/[\d.]+/g)!.map(Number)
  expect(red).toBeGreaterThan(2 * Math.max(green, blue))
})

test('TK-1, IF-7: a card says when a task nobody has tried yet begins', async () => {
  const page = await signInByLink()
  const notBefore = new Date(server.clock.now() + 2 * 3_600_000 + 60_000).toISOString()
  await createTask({ title: 'Turn off the old host', notBefore })
  await page
    .locator('.card', { hasText: 'Turn off the old host' })
    .getByText(/^Begins in 2 h/)
    .waitFor()
})

test('GV-3, IF-7: an approval shows its risk and payload, and a click lets the task go on', async () => {
  const task = await createTask({ title: 'Mail the testers' })
  const claimed = await hand.claim(task.id)
  const page = await signInByLink()
  await claimed.ask({ action: 'Send 46 mails', risk: 'YELLOW', payload: { recipients: 46 } })
  const approval = page.locator('.rail .approval', { hasText: 'Send 46 mails' })
  await approval.getByText('YELLOW').waitFor()
  await approval.getByText('recipients: 46').waitFor()
  await cardIn(page, 'needs_approval', 'Mail the testers').waitFor()

  await approval.getByRole('button', { name: 'Approve' }).click()
  await cardIn(page, 'in_progress', 'Mail the testers').waitFor()
  await approval.waitFor({ state: 'detached' })
  expect((await readTask(task.id)).state).toBe('in_progress')
})

test('GV-3: RED shows one of two votes, and the second person denies with a note', async () => {
  const task = await createTask({ title: 'Publish the package' })
  await (await hand.claim(task.id)).ask({ action: 'npm publish', risk: 'RED', onDenial: 'block' })
  const second = await server.addUser('operator')
  const page = await signInByKey(second.key)
  await openSection(page, 'Approvals')
  const approval = page.locator('.section .approval', { hasText: 'npm publish' })
  await approval.getByText('0 of 2 votes').waitFor()
  const third = await server.addUser('operator')
  const [{ id }] = (await taken(server.admin.get<{ id: string }[]>(`/approvals?taskId=${task.id}`))) as [{ id: string }]
  await taken(server.api(third.key).post(`/approvals/${id}/approve`, {}))
  await approval.getByText('1 of 2 votes').waitFor()

  await approval.getByRole('button', { name: 'Deny' }).click()
  await approval.getByLabel('Note for the agent').fill('Not on a Friday')
  await approval.getByRole('button', { name: 'Deny' }).click()
  await approval.waitFor({ state: 'detached' })
  await page.getByText('The operator: Not on a Friday').waitFor()
  expect((await readTask(task.id)).state).toBe('blocked')
})

test('IF-7: what agents and people write is shown as text, never run, however long it is', async () => {
  const title = '<img src=x onerror="window.hacked=1"><script>window.hacked=2</script>'
  const task = await createTask({ title, description: `[click](javascript:window.hacked=3)\n\n${title}` })
  const claimed = await hand.claim(task.id)
  await claimed.say('COMMENT', `${title} **bold** \`code\``)
  await claimed.complete(title, `${'['.repeat(50_000)}\n${'**'.repeat(2_000)}\n${'> - | `'.repeat(9_000)}\n# End`)
  const page = await signInByLink()
  await cardIn(page, 'done', title).getByRole('link').click()
  const drawer = page.locator('.drawer')
  await drawer.getByRole('heading', { name: title }).waitFor()
  await drawer.locator('.message strong', { hasText: 'bold' }).waitFor()
  expect(await drawer.locator('.document').textContent()).toContain('# End')
  expect(await page.locator('.prose img, .prose script, a[href^="javascript:"]').count()).toBe(0)
  expect(await page.evaluate("'hacked' in window")).toBe(false)
})

test('IF-7: the keyboard opens a new task, dollars become micro-dollars, and a refused field says why', async () => {
  const page = await signInByLink()
  await page.keyboard.press('n')
  const dialog = page.getByRole('dialog', { name: 'New task' })
  await dialog.getByLabel('Title').fill('Weigh the bundle')
  await dialog.getByLabel('Required capabilities').fill('audit, NotOne')
  await dialog.getByLabel('Estimate per run').fill('0.29')
  await dialog.getByLabel('Budget over all runs').fill('12.345678')
  await dialog.getByLabel('A person reviews the result').check()
  await dialog.getByRole('button', { name: 'Create the task' }).click()
  await dialog.getByText('Correct the fields named in details.issues').waitFor()
  expect(await dialog.getByLabel('Required capabilities').getAttribute('aria-invalid')).toBe('true')
  await dialog.getByLabel('Required capabilities').fill('audit')
  await dialog.getByRole('button', { name: 'Create the task' }).click()
  await cardIn(page, 'ready', 'Weigh the bundle').waitFor()
  await dialog.waitFor({ state: 'detached' })
  const [task] = (await taken(server.admin.get<Task[]>('/tasks?q=weigh'))) as [Task]
  expect(task).toMatchObject({
    estimateCostMicros: 290_000,
    budgetCostMicros: 12_345_678,
    requiresReview: true,
    requiredCapabilities: ['audit'],
  })

  await page.keyboard.press('n')
  await dialog.waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await page.keyboard.press('/')
  await page.keyboard.type('bundle')
  await cardIn(page, 'ready', 'Weigh the bundle').waitFor()
  await expect.poll(() => page.locator('.card').count()).toBe(1)

  await cardIn(page, 'ready', 'Weigh the bundle').getByRole('link').click()
  await page.getByRole('dialog', { name: 'Task' }).waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => page.locator('.card').count()).toBeGreaterThan(1)
  await page.keyboard.press('Escape')
  await page.locator('.drawer').waitFor({ state: 'hidden' })
})

test('IF-7: an open task offers the moves the server allows, and a comment joins its thread', async () => {
  const task = await createTask({ title: 'Draw the map', requiresReview: true })
  const page = await signInByLink()
  await cardIn(page, 'ready', 'Draw the map').getByRole('link').click()
  const drawer = page.locator('.drawer')
  await drawer.getByRole('button', { name: 'Hold back' }).waitFor()
  const claimed = await hand.claim(task.id)
  await drawer.getByRole('button', { name: 'Pause' }).waitFor()
  await drawer.getByLabel('Comment').fill('Mind the *scale*.')
  await drawer.getByRole('button', { name: 'Comment' }).click()
  await drawer.locator('.message', { hasText: 'Mind the *scale*.' }).waitFor()
  await claimed.complete('The map is drawn.')

  await drawer.getByRole('button', { name: 'Approve the work' }).click()
  await page
    .getByRole('dialog', { name: 'Approve the work' })
    .getByRole('button', { name: 'Approve', exact: true })
    .click()
  await drawer.getByRole('button', { name: 'Reopen' }).waitFor()
  expect((await readTask(task.id)).state).toBe('done')
})

test('CO-8, TK-12, IF-7: files are added, downloaded and removed, and what the result must have is asked for and shown', async () => {
  const page = await signInByLink()
  await page.keyboard.press('n')
  const form = page.getByRole('dialog', { name: 'New task' })
  await form.getByLabel('Title').fill('Count the licenses')
  await form.getByLabel('Required artifacts').fill('licenses-*.csv, Final report.pdf')
  await form.getByRole('button', { name: 'Create the task' }).click()
  await cardIn(page, 'ready', 'Count the licenses').getByRole('link').click()
  const [task] = (await taken(server.admin.get<Task[]>('/tasks?q=count+the+licenses'))) as [Task]
  expect(task.requiredArtifacts).toEqual(['licenses-*.csv', 'Final report.pdf'])
  const drawer = page.locator('.drawer')
  await drawer.getByText('licenses-*.csv').waitFor()

  const name = 'päckages <b>1.txt'
  await drawer.getByLabel('Files to add').setInputFiles([
    { name, mimeType: 'text/plain', buffer: Buffer.from('left-pad') },
    { name: 'big.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(3_000_000, 7) },
  ])
  const row = drawer.locator('.file', { hasText: name })
  await row.getByText('8 B by Admin').waitFor()
  await drawer.locator('.file', { hasText: 'big.bin' }).getByText('3.0 MB').waitFor()
  await drawer.locator('.going progress').waitFor({ state: 'detached' })
  const [download] = await Promise.all([page.waitForEvent('download'), row.getByRole('link').click()])
  expect([download.suggestedFilename(), readFileSync(await download.path(), 'utf8')]).toEqual([
    expect.stringMatching(/^päckages .b.1\.txt$/),
    'left-pad',
  ])

  const claimed = await hand.claim(task.id)
  const made = await putFile(hand.api, task.id, 'licenses-1.csv', 'a,b', {
    headers: { 'Mission-Control-Fence': String(claimed.fence) },
  })
  expect(made.error).toBeUndefined()
  await drawer.locator('.file', { hasText: 'licenses-1.csv' }).getByText('artifact').waitFor()

  await row.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog', { name: 'Remove the file' }).getByRole('button', { name: 'Remove' }).click()
  await row.waitFor({ state: 'detached' })

  const huge = join(server.dataDir, 'huge.bin')
  writeFileSync(huge, Buffer.alloc(26_214_401))
  await drawer.getByLabel('Files to add').setInputFiles(huge)
  await page.getByText('at most 26214400 bytes are taken').waitFor()
  expect(await drawer.locator('.file').count()).toBe(2)
})

test('AG-1, IF-7: an agent asking to join appears with its claim code, and a click lets it in', async () => {
  const page = await signInByLink()
  const asked = await taken(
    server.api().post<{ claimCode: string; registrationToken: string }>('/agents/register', { name: 'newcomer' }),
  )
  await openSection(page, 'Agents')
  const registration = page.locator('.section [data-registration]', { hasText: 'newcomer' })
  await registration.getByText(asked.claimCode).waitFor()
  await registration.getByRole('button', { name: 'Let in' }).click()
  await page.locator('.agents tr', { hasText: 'newcomer' }).waitFor()
  const polled = await taken(
    server.api(asked.registrationToken).get<{ status: string }>('/registrations/current?waitSeconds=0'),
  )
  expect(polled.status).toBe('approved')
})

test('GV-1, IF-7: a budget is made in dollars and shows what is spent and what is reserved', async () => {
  const page = await signInByLink()
  await openSection(page, 'Budgets')
  await page.getByRole('button', { name: 'New budget' }).click()
  const dialog = page.getByRole('dialog', { name: 'New budget' })
  await dialog.getByLabel('Limit in dollars').fill('5')
  await dialog.getByRole('button', { name: 'Set the budget' }).click()
  const card = page.locator('.budget-card', { hasText: 'Each agent, per day' })
  await card.getByText('$5.00').waitFor()

  const task = await createTask({ title: 'Spend a little', estimateCostMicros: 1_000_000 })
  await (await hand.claim(task.id)).spend('gpt-4o', 100_000, 0)
  await card.getByText('auditor, today').waitFor()
  await card.getByText('$0.25 of $5.00').waitFor()
  await card.getByText('$0.75 reserved · $4.00 left').waitFor()
})

test('OB-1, IF-7: after a broken connection the page catches up with what it missed', async () => {
  const wire = await startCuttableWire(server.url)
  try {
    const page = await openPage()
    await page.goto(wire.url)
    await page.getByLabel('Your key').fill(server.adminKey)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('Live', { exact: true }).waitFor()
    wire.cut()
    await page.getByText('Connecting …').waitFor()
    await createTask({ title: 'Made in the dark' })
    wire.mend()
    await cardIn(page, 'ready', 'Made in the dark').waitFor()
    await page.getByText('Live', { exact: true }).waitFor()
    await page.locator('.console .feed li', { hasText: 'Admin created Made in the dark' }).waitFor()
  } finally {
    await wire.close()
  }
})

test('OB-1, IF-7: however much happens at once, the page asks for little', async () => {
  const page = await signInByLink()
  let requests = 0
  page.on('request', (request) => {
    if (request.url().includes('/api/v1/')) requests += 1
  })
  const start = performance.now()
  await Promise.all(Array.from({ length: 150 }, (_, index) => createTask({ title: `Task ${index}`, type: 'flood' })))
  await expect.poll(() => column(page, 'ready').locator('.count').textContent(), { timeout: 6_000 }).toMatch(/^15\d$/)
  await expect.poll(() => column(page, 'ready').locator('.card').count(), { timeout: 6_000 }).toBe(50)
  // A pace, not a sum: a slow machine has more seconds to ask in.
  const seconds = (performance.now() - start) / 1000
  expect(requests).toBeLessThan(30 * Math.max(2, seconds))
})

test('WS-2, IF-7: who belongs to several workspaces chooses one, sees nothing of the other, and an empty board says how to begin', async () => {
  await createTask({ title: 'Only in the default workspace' })
  const workspace = await server.createWorkspace('Empty quarter')
  const page = await signInByKey(server.adminKey)
  await page.getByRole('heading', { name: 'Choose a workspace' }).waitFor()
  await page.getByRole('button', { name: 'Empty quarter' }).click()
  await page.getByRole('heading', { name: 'Start your first agent' }).waitFor()
  await createTask({ title: 'Also only in the default workspace' })

  const lines = (await page.locator('.ways').textContent())!
  expect(lines).toContain(`${server.url}/api/v1`)
  const [, enrollmentToken] = /(mc_enroll_\w+)/.exec(lines)!
  await page.reload()
  expect(await page.locator('.ways').textContent()).toBe(lines)
  const tokens = await taken(
    server
      .api(server.adminKey, workspace.id)
      .get<{ uses: number; createdAt: string; expiresAt: string }[]>('/enrollment-tokens'),
  )
  expect(tokens).toMatchObject([{ uses: 10 }])
  // The page reckons by the clock of the server as it last heard it.
  expect(Date.parse(tokens[0]!.expiresAt) - Date.parse(tokens[0]!.createdAt)).toBeLessThan(3_660_000)
  const registered = await taken(
    server
      .api()
      .post<{ status: string }>('/agents/register', { name: 'first', enrollmentToken, workspace: workspace.id }),
  )
  expect(registered.status).toBe('approved')
  await page.locator('.agent-row', { hasText: 'first' }).waitFor()
  expect(await page.locator('.ways').isVisible()).toBe(true)
  expect(await page.getByText('only in the default workspace').count()).toBe(0)

  await page.reload()
  expect(await page.getByLabel('Workspace').inputValue()).toBe(workspace.id)
})

test('WS-4, IF-7: a viewer sees the board and no button that changes anything', async () => {
  const { key } = await server.addUser('viewer')
  const page = await signInByKey(key)
  await page.locator('.card').first().waitFor()
  expect(await page.getByRole('button', { name: 'New task' }).count()).toBe(0)
  await page.locator('.card').first().getByRole('link').click()
  await page.locator('.drawer dl.facts').waitFor()
  expect(await page.locator('.drawer .moves button, .drawer select, .drawer form').count()).toBe(0)
})

test('IF-7: an empty board gives nobody a token who may not make one, and its feed says that nothing has happened', async () => {
  const workspace = await server.createWorkspace('Quiet quarter')
  const { key } = await server.addUser('viewer', workspace.id)
  const page = await signInByKey(key)
  await page.getByText('An operator of this workspace can make the token').waitFor()
  expect(await page.locator('.ways').count()).toBe(0)
  const tokens = await taken(server.api(server.adminKey, workspace.id).get<unknown[]>('/enrollment-tokens'))
  expect(tokens).toEqual([])
  expect(await page.locator('.console .feed').textContent()).toContain('Nothing has happened yet.')
})

test('IF-7: the figures above the board are whole on a desk and on a telephone, and its headings stand in line', async () => {
  for (const name of ['wants-in', 'wants-in-too']) await taken(server.api().post('/agents/register', { name }))
  await (await hand.claim((await createTask({ title: 'Look at this', requiresReview: true })).id)).complete('Done.')
  const page = await signInByKey((await server.addUser('operator')).key)
  await page
    .locator('.vitals')
    .getByText(/1 review · \d to let in/)
    .waitFor()
  const wholeFigures = `[...document.querySelectorAll('.vitals dd span')].every((words) => {
    const range = document.createRange()
    range.selectNodeContents(words)
    return range.getBoundingClientRect().right <= words.closest('dd').getBoundingClientRect().right + 1
  })`
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 800 })
    expect([width, await page.evaluate(wholeFigures)]).toEqual([width, true])
  }
  const lefts = `['.console h2', '.rail h2'].map((heading) => {
    const range = document.createRange()
    range.selectNodeContents(document.querySelector(heading))
    return range.getBoundingClientRect().left
  })`
  const [feed, waiting] = await page.evaluate<number[]>(lefts)
  expect(feed).toBe(waiting)
})

test('IF-2: the contract is browsable, from this server alone', async () => {
  const page = await openPage()
  const elsewhere: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url) && !request.url().startsWith('data:')) elsewhere.push(request.url())
  })
  await page.goto(`${server.url}/api-docs`)
  await page.locator('.opblock-summary-path', { hasText: '/agents/heartbeat' }).waitFor()
  expect(elsewhere).toEqual([])
})

test('IF-7: in all of this the browser found nothing to complain of, such as a breach of the content policy', () => {
  expect(complaints).toEqual([])
})
