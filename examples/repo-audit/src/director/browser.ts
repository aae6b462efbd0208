// Opens the page where there is somebody to see it.
import { spawn } from 'node:child_process'

/** @returns whether a browser was asked to; whether it did shows there */
export function openInBrowser(url: string): Promise<boolean> {
  const [command, ...args] = opener(url) ?? []
  if (command === undefined) return Promise.resolve(false)
  return new Promise((resolve) => {
    const child = spawn(command, args, { detached: true, stdio: 'ignore', windowsVerbatimArguments: true })
    child.once('error', () => resolve(false))
    child.once('spawn', () => resolve(true))
    child.unref()
  })
}

function opener(url: string): string[] | undefined {
  const { CI, SSH_CONNECTION, DISPLAY, WAYLAND_DISPLAY } = process.env
  if (CI || SSH_CONNECTION) return undefined
  if (process.platform === 'darwin') return ['open', url]
  if (process.platform === 'win32') return ['cmd', '/c', 'start', '""', `"${url}"`]
  return DISPLAY || WAYLAND_DISPLAY ? ['xdg-open', url] : undefined
}
