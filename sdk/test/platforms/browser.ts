// The exercise in a real browser, from one bundle, on a page of the server's own origin.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { launchChromium } from '@mission-control/server/test-support/chromium'
import type { Done, exercise, Given } from './exercise.ts'

const require = createRequire(import.meta.url)

/**
 * @param folder with the exercise; where its imports are found
 * @returns what it did, and the browser's version
 */
export async function runInBrowser(folder: string, given: Given): Promise<{ done: Done; version: string }> {
  const script = await bundle(folder)
  const browser = await launchChromium()
  try {
    const page = await browser.newPage()
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(error.message))
    const html = '<!doctype html><title>The SDK in a page</title><script type="module" src="bundle.js"></script>'
    await page.route(`${given.baseUrl}/sdk.html`, (route) => route.fulfill({ contentType: 'text/html', body: html }))
    await page.route(`${given.baseUrl}/bundle.js`, (route) =>
      route.fulfill({ contentType: 'text/javascript', body: script }),
    )
    // Another origin is out of a page's reach.
    const cutUrl = `${given.baseUrl}/cut`
    await page.route(cutUrl, async (route) => {
      const { status } = await fetch(given.cutUrl, { method: 'POST' })
      await route.fulfill({ status })
    })
    await page.goto(`${given.baseUrl}/sdk.html`)
    const done = await page.evaluate((input) => (globalThis as unknown as Page).exercise(input), { ...given, cutUrl })
    if (problems.length > 0) throw new Error(problems.join('\n'))
    return { done, version: browser.version() }
  } finally {
    await browser.close()
  }
}

interface Page {
  exercise: typeof exercise
}

async function bundle(folder: string): Promise<string> {
  const { build } = createRequire(require.resolve('tsup'))('esbuild')
  const { outputFiles } = await build({
    stdin: {
      contents: "import { exercise } from './exercise.ts'\nglobalThis.exercise = exercise",
      resolveDir: folder,
      sourcefile: join(folder, 'page.ts'),
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
  })
  return outputFiles[0].text
}
