// The command line: one verb, one line of JSON on stdout; what went wrong and what to do about it on stderr.
import { exitCodes, Failure, withoutSecrets } from './failure.mjs'
import { askVerb, questionVerb } from './verbs/ask.mjs'
import { attachVerb } from './verbs/attach.mjs'
import { claimVerb } from './verbs/claim.mjs'
import { blockVerb, completeVerb, failVerb, releaseVerb } from './verbs/end.mjs'
import { joinVerb } from './verbs/join.mjs'
import { callVerb, doctorVerb } from './verbs/look.mjs'
import { beatVerb, costVerb, progressVerb } from './verbs/work.mjs'
import { Words } from './words.mjs'

/** @type {Record<string, { usage: string, options: import('./words.mjs').Options, run(words: Words): any }>} */
const verbs = {
  join: joinVerb,
  claim: claimVerb,
  progress: progressVerb,
  cost: costVerb,
  ask: askVerb,
  question: questionVerb,
  attach: attachVerb,
  beat: beatVerb,
  complete: completeVerb,
  fail: failVerb,
  block: blockVerb,
  release: releaseVerb,
  doctor: doctorVerb,
  call: callVerb,
}

const help = `Usage: node scripts/mission.mjs VERB
${Object.values(verbs)
  .map(({ usage }) => `  ${usage}`)
  .join('\n')}
Exit codes: 0 done, 1 refused, 2 wrong use, 3 the task is no longer yours, 4 no answer or busy: try again later.
Environment: MC_URL, MC_ENROLLMENT_TOKEN (for join), MC_API_KEY (else the file that join wrote), MC_STATE_DIR.`

/** @param {string[]} args */
async function main([name = '', ...args]) {
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined
  const asksForHelp = name === 'help' || [name, ...args].includes('--help')
  if (asksForHelp) return console.log(verb ? `Usage: node scripts/mission.mjs ${verb.usage}` : help)
  if (!verb) throw new Failure('usage', name === '' ? 'no verb is given' : `there is no verb ${name}`, help)
  const answer = await verb.run(new Words(verb.usage, verb.options, args))
  console.log(withoutSecrets(JSON.stringify(answer)))
}

main(process.argv.slice(2)).catch((error) => {
  const { kind, message, hint } = error instanceof Failure ? error : unexpected(error)
  console.error(withoutSecrets(hint ? `${message}\n${hint}` : message))
  process.exitCode = exitCodes[kind]
})

/** @param {any} error */
const unexpected = (error) => new Failure('refused', error?.message ?? String(error))
