// What a person may say after `npm run demo --`.
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export const help = `Three agents audit a git repository under Mission Control: broken links, TODO and FIXME, hot spots.

Usage: npm run demo -- [path] [options]

  path                 the git repository to audit; this one if you give none
  --yes                ask nothing: approve what is asked, end when done, fail if anything was not as promised
  --reports <folder>   where the reports go; a new temporary folder if you give none
  --port <port>        port of the server; a free one if you give none
  --no-open            do not open the page in the browser
  --audit-seconds <n>  most seconds for one audit, so that a huge repository takes no hour; 6 if you give none
  --help               this text
`

export interface Options {
  repository: string
  isUnattended: boolean
  /** Undefined for a new folder. */
  reports: string | undefined
  /** 0 for any that is free. */
  port: number
  opensPage: boolean
  auditSeconds: number
}

/** What the person typed makes no sense; `message` says how it does. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** @returns undefined if only help is asked for */
export function readOptions(args: string[], thisRepository: string): Options | undefined {
  const { values, positionals } = parse(args)
  if (values.help) return undefined
  if (positionals.length > 1) throw new UsageError(`Give one path, not ${positionals.length}.`)
  const [path] = positionals
  return {
    // npm starts scripts in the folder of package.json and keeps where the person is.
    repository: path === undefined ? thisRepository : resolve(process.env.INIT_CWD ?? '.', path),
    isUnattended: values.yes,
    reports: values.reports === undefined ? undefined : resolve(process.env.INIT_CWD ?? '.', values.reports),
    port: wholeNumber('port', values.port, 0, 65_535),
    opensPage: !values['no-open'],
    auditSeconds: wholeNumber('audit-seconds', values['audit-seconds'], 1, 3600),
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        yes: { type: 'boolean', default: false },
        reports: { type: 'string' },
        port: { type: 'string', default: '0' },
        'no-open': { type: 'boolean', default: false },
        'audit-seconds': { type: 'string', default: '6' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
  } catch (error) {
    // What follows the first sentence is about programs that take any argument.
    throw new UsageError((error as Error).message.replace(/\. .*/s, '.'))
  }
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= most) return value
  throw new UsageError(`--${name} is '${text}' and must be a whole number from ${least} to ${most}.`)
}
