// docs/errors.md: what each error code means and what to do about it.
import type { Contract } from '../contract/document.ts'
import { markdownFile, markdownTable } from './text.ts'

export function errorsPage(contract: Contract): string {
  const rows = Object.entries(contract['x-mission-control'].errors).map(([code, rule]) => [
    `\`${code}\``,
    String(rule.status),
    rule.retryable ? 'yes' : 'no',
    rule.message,
    rule.hint,
  ])
  return markdownFile(`
# Errors

Every refusal has the same shape; decide by \`code\`, show \`message\` and \`hint\` to people, quote \`requestId\` when asking for help:

\`\`\`json
{ "success": false, "error": { "code": "…", "message": "…", "hint": "…", "requestId": "…", "details": {} } }
\`\`\`

*Again* says whether the very same request can succeed later. The messages are the general ones; the server's name the value it refused.

${markdownTable(['code', 'status', 'again', 'what it means', 'what to do'], rows)}
`)
}
