// Takes the picture of the page that the README shows: node server/test/support/screenshot.ts [file] [light|dark] [width]x[height] [fragment] [selectors to click …]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fillWorkspace } from './busy-workspace.ts'
import { launchChromium } from './chromium.ts'
import { TestClock } from './clock.ts'
import { taken } from './hand.ts'
import { startTestServer } from './server.ts'

const [
  file = fileURLToPath(new URL('../../../docs/page.png', import.meta.url)),
  colorScheme = 'light',
  size = '1280x800',
  fragment = '',
  ...clicks
] = process.argv.slice(2)
const [width, height] = size.split('x').map(Number) as [number, number]

/** What happens while the workspace is filled takes about this long by its clock. */
const minutesBefore = 8
const clock = new TestClock(new Date(Date.now() - minutesBefore * 60_000).toISOString())
const server = await startTestServer({ clock })
const fonts = plainFonts()
const browser = await launchChromium({ FONTCONFIG_FILE: fonts.file })
try {
  await fillWorkspace(server)
  const link = await taken(server.admin.post<{ url: string }>('/sign-in-links', {}))
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: colorScheme as 'light' | 'dark' })
  page.on('console', (message) => process.stdout.write(`${message.type()}: ${message.text()}\n`))
  page.on('pageerror', (error) => process.stdout.write(`${error.stack}\n`))
  await page.goto(link.url)
  await page.locator('.card').first().waitFor()
  if (fragment !== '') {
    await page.goto(`${server.url}/${fragment}`)
  }
  for (const selector of clicks) await page.locator(selector).first().click()
  // The highlights of what has just arrived fade.
  await page.waitForTimeout(2_200)
  mkdirSync(dirname(file), { recursive: true })
  await page.screenshot({ path: file })
} finally {
  await browser.close()
  await server.close()
  fonts.remove()
}

/** Where no desktop is installed, what fontconfig finds for a system's font is wider than any system's font. */
function plainFonts(): { file: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'mission-control-fonts-'))
  const file = join(folder, 'fonts.conf')
  const packaged = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url))
  const preferred = { 'system-ui': 'Open Sans', 'sans-serif': 'Open Sans', monospace: 'DejaVu Sans Mono' }
  const families = Object.entries(preferred).map(
    ([name, font]) => `<alias binding="same"><family>${name}</family><prefer><family>${font}</family></prefer></alias>`,
  )
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${packaged}</dir><dir>/usr/share/fonts</dir><cachedir>${folder}</cachedir>${families.join('')}</fontconfig>`,
  )
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
