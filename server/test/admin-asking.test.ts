// What agents ask, are told and write down, on the admin page in a real browser.
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { launchChromium } from './support/chromium.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { addWorker, createTask, type Held, readTask, type Schemas, succeeded, type Worker } from './support/worker.ts'

let server: TestServer
let browser: Browser
let worker: Worker
const pages: Page[] = []
/** What the browser complained of, over the whole file. */
const complaints: string[] = []

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startTestServer(), launchChromium()])
  worker = await addWorker(server, { name: 'auditor', maxConcurrentTasks: 50 })
})
afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.context().close()))
  expect(complaints).toEqual([])
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

async function signIn(key = server.adminKey): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  context.setDefaultTimeout(8_000)
  const page = await context.newPage()
  pages.push(page)
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text())
  })
  await page.goto(server.url)
  await page.getByLabel('Your key').fill(key)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('navigation').waitFor()
  return page
}

const begun = async (title: string): Promise<Held> => worker.claimTask((await createTask(server.admin, { title })).id)
const openSection = (page: Page) => page.getByRole('navigation').getByRole('link', { name: 'Approvals' }).click()
const questionOf = async ({ task }: Held) => {
  const [question] = succeeded(await server.admin.get<Schemas['Question'][]>(`/questions?taskId=${task.id}`))
  return question!
}

test('GV-8, IF-7: a question shows beside the approvals and in their badge, and a click on an option sends the task on', async () => {
  const page = await signIn()
  const held = await begun('Tag the release')
  succeeded(await worker.question(held, { question: 'Which branch?', context: 'Only **develop** has tags.' }))
  succeeded(await worker.request(await begun('Mail the testers'), { action: 'Send 46 mails' }))
  const badge = page.getByRole('navigation').getByLabel('2 waiting')
  await badge.waitFor()
  const card = page.locator('.rail .question', { hasText: 'Which branch?' })
  await card.getByText('auditor').waitFor()
  await card.locator('strong', { hasText: 'develop' }).waitFor()
  await page.locator('.rail .approval', { hasText: 'Send 46 mails' }).waitFor()
  await page.locator('.vitals').getByText('1 approval · 1 question').waitFor()

  await card.getByRole('button', { name: 'main' }).click()
  await card.waitFor({ state: 'detached' })
  await page.getByRole('navigation').getByLabel('1 waiting').waitFor()
  await page.locator('[data-column="in_progress"] .card', { hasText: 'Tag the release' }).waitFor()
  expect((await readTask(server.admin, held.task)).state).toBe('in_progress')
  expect(await questionOf(held)).toMatchObject({ state: 'answered', answer: { option: 'main', text: null } })
  await page.locator('.console .feed li', { hasText: 'answered auditor on Tag the release: main' }).waitFor()

  await openSection(page)
  const row = page.locator('.section .decided-row', { hasText: 'Which branch?' })
  await row.getByText('answered').waitFor()
  await row.getByText('Admin: main').waitFor()
})

test('GV-8, IF-7: an answer in free words, with or without an option, also from the open task', async () => {
  const page = await signIn()
  const [first, second] = [await begun('Name the tables'), await begun('Sort the shelves')]
  succeeded(await worker.question(first, { question: 'What is a ledger called here?', options: [] }))
  succeeded(await worker.question(second, { question: 'By size or by colour?', options: ['size', 'colour'] }))
  await openSection(page)
  const free = page.locator('.section .question', { hasText: 'What is a ledger called' })
  await free.getByRole('button', { name: 'Answer' }).click()
  await free.locator('textarea:focus').waitFor()
  expect((await questionOf(first)).state).toBe('pending')
  await free.getByLabel('Answer in your own words').fill('A <b>book</b>')
  await free.getByRole('button', { name: 'Answer' }).click()
  await free.waitFor({ state: 'detached' })
  expect((await questionOf(first)).answer).toMatchObject({ option: null, text: 'A <b>book</b>' })

  await page.goto(`${server.url}/#/tasks/${second.task.id}`)
  const open = page.locator('.drawer .question', { hasText: 'By size or by colour?' })
  await open.getByLabel('Answer in your own words').fill('largest first')
  await open.getByRole('button', { name: 'size' }).click()
  await open.waitFor({ state: 'detached' })
  expect((await questionOf(second)).answer).toMatchObject({ option: 'size', text: 'largest first' })
})

test('GV-8, WS-4: a viewer reads the question and cannot answer, and what somebody else answered goes by itself', async () => {
  const held = await begun('Choose a paper')
  succeeded(await worker.question(held, { question: 'Which paper?', options: ['plain'] }))
  const page = await signIn((await server.addUser('viewer')).key)
  const card = page.locator('.rail .question', { hasText: 'Which paper?' })
  await card.waitFor()
  expect(await card.getByRole('button').count()).toBe(0)
  succeeded(await server.admin.post(`/questions/${(await questionOf(held)).id}/answer`, { option: 'plain' }))
  await card.waitFor({ state: 'detached' })
})

test('CO-9, IF-7: what a person writes is shown as sent, then delivered, then read', async () => {
  const held = await begun('Paint the fence')
  const page = await signIn()
  await page.goto(`${server.url}/#/tasks/${held.task.id}`)
  const drawer = page.locator('.drawer')
  const sideways = `(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('.drawer'))`
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 800 })
    expect([width, await page.evaluate(sideways)]).toEqual([width, 0])
  }
  await drawer.getByLabel('Comment').fill('Green, please.')
  await drawer.getByRole('button', { name: 'Comment' }).click()
  const receipt = drawer.locator('.message', { hasText: 'Green, please.' }).locator('.receipt')
  await receipt.getByText('sent').waitFor()

  const [message] = succeeded(await worker.beat([held])).messages
  // The marks are no events: the open task is read anew with the next one.
  const say = (body: string) =>
    worker.api.post(`/tasks/${held.task.id}/messages`, { fence: held.lease.fence, type: 'COMMENT', body })
  succeeded(await say('One moment'))
  await receipt.getByText('delivered').waitFor()
  succeeded(await worker.read(held, [message!.id]))
  succeeded(await say('Green it is'))
  await receipt.getByText('read', { exact: true }).waitFor()
  expect(await drawer.locator('.message', { hasText: 'Green it is' }).locator('.receipt').count()).toBe(0)
})

test('GV-8, IF-7: a question keeps its lines', async () => {
  const page = await signIn()
  const held = await begun('Mend the roof')
  succeeded(await worker.question(held, { question: 'Which first?\n1. the gutter\n2. the ridge' }))
  const words = page.locator('.rail .question .action', { hasText: 'the gutter' })
  await words.waitFor()
  // biome-ignore lint/performance/useDomNodeTextContent: what counts is how it is rendered
  expect((await words.innerText()).split('\n')).toEqual(['Which first?', '1. the gutter', '2. the ridge'])
})

test('RN-4, IF-7: an open task shows its runs, and each what it logged and why it failed', async () => {
  const at = new Date(server.clock.now()).toISOString()
  const held = await begun('Weigh the crates')
  const line = (number: number, level: 'debug' | 'info' | 'warn' | 'error', message: string) => ({
    number,
    at,
    level,
    message,
  })
  const many = Array.from({ length: 98 }, (_, index) => line(index + 3, 'debug', `crate ${index + 3}`))
  succeeded(
    await worker.log(held.run.id, [
      { ...line(1, 'info', '<b>begun</b>'), data: { crates: 240 } },
      line(2, 'warn', '\u001b[1;33mthe scale is\u001b[0m \u001b]8;;http://x\u001b\\off by\u0007 3 g\u0001\u001b[K'),
      ...many,
    ]),
  )
  const rest = Array.from({ length: 80 }, (_, index) => line(index + 101, 'debug', `crate ${index + 101}`))
  succeeded(await worker.log(held.run.id, rest))
  const page = await signIn()
  await page.goto(`${server.url}/#/tasks/${held.task.id}`)
  const run = page.locator('.drawer .runs > li').first()
  await run.locator('summary', { hasText: 'running' }).click()
  const log = run.locator('.log li')
  await expect.poll(() => log.count()).toBe(180)
  expect(await log.first().textContent()).toContain('<b>begun</b>{"crates":240}')
  await run.getByLabel('Lines to show').selectOption('Warnings and errors')
  await expect.poll(() => log.count()).toBe(1)
  expect(await log.locator('.text').textContent()).toBe('the scale is off by 3 g')

  succeeded(await worker.log(held.run.id, [line(181, 'error', 'the scale broke')]))
  succeeded(
    await worker.fail(held, { error: { message: 'no scale', code: 'broken_scale', stack: 'at weigh (scale.js:3)' } }),
  )
  await run.locator('summary', { hasText: 'failed' }).waitFor()
  await run.getByText('no scale (broken_scale)').waitFor()
  await run.getByText('at weigh (scale.js:3)').waitFor()
  await log.getByText('the scale broke').waitFor()
})

test('RN-4, IF-7: a long log begins with its last lines and shows earlier ones on demand', async () => {
  const at = new Date(server.clock.now()).toISOString()
  const held = await begun('Count the stars')
  for (let from = 1; from <= 401; from += 100) {
    const entries = Array.from({ length: 100 }, (_, index) => ({
      number: from + index,
      at,
      level: 'info' as const,
      message: `star ${from + index}`,
    }))
    succeeded(await worker.log(held.run.id, entries))
  }
  const page = await signIn()
  await page.goto(`${server.url}/#/tasks/${held.task.id}`)
  const run = page.locator('.drawer .runs > li').first()
  await run.locator('summary').first().click()
  const log = run.locator('.log li')
  await expect.poll(() => log.count()).toBe(200)
  await log.first().getByText('star 301', { exact: true }).waitFor()
  for (const first of ['star 101', 'star 1']) {
    await run.getByRole('button', { name: 'Earlier lines' }).click()
    await log.first().getByText(first, { exact: true }).waitFor()
  }
  succeeded(await worker.log(held.run.id, [{ number: 501, at, level: 'info', message: 'star 501' }]))
  succeeded(await worker.release(held))
  await log.last().getByText('star 501', { exact: true }).waitFor()
  expect(await log.count()).toBe(501)
  expect(await run.getByRole('button', { name: 'Earlier lines' }).count()).toBe(0)
})
