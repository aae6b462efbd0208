// What the contract holds as data, at the end of the page it belongs to.
import type { Contract } from '../contract/document.ts'
import { markdownTable } from '../generate/text.ts'
import { errorExamples, withImport } from './error-examples.ts'
import type { Links } from './links.ts'
import { exampleBlock } from './render.ts'

export function eventTypes(contract: Contract): string {
  const rows = Object.entries(contract['x-mission-control'].events).map(([type, { description, subject }]) => [
    `\`${type}\``,
    subject,
    description,
  ])
  return `## What happens\n\n${markdownTable(['type', 'about', 'what happened'], rows)}`
}

export function errorClasses(contract: Contract, links: Links): string {
  const rows = Object.entries(contract['x-mission-control'].errors).map(
    ([code, { status, retryable, message, hint }]) => {
      const words = code.replace(/_error$/, '').split('_')
      const name = `${words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('')}Error`
      return [
        `\`${name}\``,
        `\`${code}\``,
        String(status),
        retryable ? 'yes' : 'no',
        message,
        hint,
        links.shownIn(name, 'errors.md', 1),
      ]
    },
  )
  const examples = errorExamples.map(({ title, code }) => `### ${title}\n\n${exampleBlock(withImport(code))}`)
  return `## A class for each code

\`@mission-control/sdk/errors\` has a class for every code of the server; all extend [\`MissionControlError\`](#missioncontrolerror). *Again* says whether
the very same call may succeed later (\`isRetryable\`).

${markdownTable(['class', 'code', 'status', 'again', 'what it means', 'what to do', 'example'], rows)}

${examples.join('\n\n')}`
}
