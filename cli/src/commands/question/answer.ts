// Answering what agents ask of people: one of their options, or words of one's own.
import type { MissionControl } from '@mission-control/sdk'
import { Argument, type Command, Option } from 'commander'
import { readInput, withQuestions } from '../../ask.ts'
import { askForText, choose, needsSomebody } from '../../choose.ts'
import { addCommand, type Building } from '../../command.ts'
import { operation } from '../../contract/catalog.ts'
import { notFound, wrongUsage } from '../../failure.ts'
import { named, resolveId } from '../../ids.ts'
import { details, indented } from '../../output/details.ts'
import type { Column } from '../../output/table.ts'
import { oneLine } from '../../output/text.ts'
import { fullTime, shortId, when } from '../../output/values.ts'
import { type Session, take } from '../../session.ts'
import { canAsk } from '../../terminal.ts'
import { agentNames } from '../agent/names.ts'

type Question = Awaited<ReturnType<MissionControl['questions']['get']>>
type Answer = Pick<Parameters<MissionControl['questions']['answer']>[0], 'option' | 'text'>

export function addAnswer(program: Command, building: Building): void {
  addCommand<Answer>(program, building, {
    name: 'answer',
    summary: 'answer what an agent asks',
    description: `${operation('questions.answer').description}\nWithout an id it shows what waits and asks which; needs a terminal.`,
    args: [new Argument('[id]', 'id of the question, or the end of it')],
    options: [
      new Option('--option <choice>', "one of the question's options, as it stands there or by its number"),
      new Option('--text <text>', 'your own words; - for what comes in'),
    ],
    examples: [
      ['mission answer', 'shows the questions that wait and asks which'],
      ['mission answer 6C9B1TE4 --option main', 'one of the options'],
      ['mission answer 6C9B1TE4 --text "Neither: use release/4.x."', 'your own words'],
    ],
    async run(session, [id], given) {
      const client = await session.client()
      const question = id === undefined ? undefined : await find(session, client, id)
      const answered = await settle(session, client, question, given)
      session.show(answered, () => `answered: ${oneLine(answered.question)} ${answerText(answered)}`)
    },
  })
}

async function settle(session: Session, client: MissionControl, known: Question | undefined, given: Answer) {
  const send = (question: Question, answer: Answer) =>
    session.waiting('answering', () => client.questions.answer({ questionId: question.id, ...answer }, session.options))
  const isGiven = given.option !== undefined || given.text !== undefined
  if (known && isGiven) return send(known, await answerOf(session, known, given))
  if (!known) {
    needsSomebody(session, 'Name the question to answer.', 'mission api questions.list --state pending lists them.')
  } else if (!canAsk(session.terminal)) throw wrongUsage('Give the answer with --option or --text.', choicesText(known))
  return withQuestions(session.terminal, async (ask) => {
    const { waiting, nameOf } = await waitingQuestions(session, client, known)
    const question = known ?? (await choose(session, ask, waiting, questionColumns(session, nameOf)))
    session.note(`\n${questionText(session, question, nameOf)}\n`)
    if (isGiven) return send(question, await answerOf(session, question, given))
    const prompt = question.options.length > 0 ? 'Number of an option, or your own words: ' : 'Your answer: '
    const words = await askForText(ask, prompt)
    const option = optionOf(question, words)
    return send(question, option === undefined ? { text: words } : { option })
  })
}

async function find(session: Session, client: MissionControl, id: string): Promise<Question> {
  const questionId = await resolveId(id, 'question', () =>
    named(client.questions.list({ limit: 200 }, session.options), ({ question }) => question),
  )
  return client.questions.get({ questionId }, session.options)
}

async function waitingQuestions(session: Session, client: MissionControl, known: Question | undefined) {
  return session.waiting('reading what waits', async () => {
    const query = { state: 'pending', sort: 'createdAt', limit: 100 } as const
    const waiting = known ? [known] : await take(client.questions.list(query, session.options), 100)
    if (waiting.length === 0) throw notFound('No question waits.')
    const nameOf = await agentNames(
      session,
      client,
      waiting.map(({ agentId }) => agentId),
    )
    return { waiting, nameOf }
  })
}

/** The server knows an option by its exact words; here its number will do where no option is called so. */
const optionOf = ({ options }: Question, words: string): string | undefined =>
  options.find((option) => option === words) ?? (/^\d+$/.test(words) ? options[Number(words) - 1] : undefined)

async function answerOf(session: Session, question: Question, { option, text }: Answer): Promise<Answer> {
  const answer: { option?: string; text?: string } = {}
  if (option !== undefined) {
    const chosen = optionOf(question, option)
    if (chosen === undefined) throw wrongUsage(`'${option}' is none of its options.`, choicesText(question))
    answer.option = chosen
  }
  if (text !== undefined) answer.text = text === '-' ? (await readInput(session.terminal)).trim() : text
  return answer
}

const choicesText = ({ options }: Question): string =>
  options.length > 0
    ? `Its options: ${options.map((option, index) => `${index + 1}. ${oneLine(option)}`).join('; ')}. Other words go with --text.`
    : 'It has no options: answer with --text.'

const questionColumns = (session: Session, nameOf: (id: string) => string): Column<Question>[] => [
  { title: 'ID', value: ({ id }) => shortId(id) },
  { title: 'QUESTION', value: ({ question }) => question, atLeast: 16 },
  { title: 'AGENT', value: ({ agentId }) => nameOf(agentId), atLeast: 8, spare: 1 },
  { title: 'ASKED', value: ({ createdAt }) => when(createdAt, session.now()), spare: 2 },
]

function questionText(session: Session, question: Question, nameOf: (id: string) => string): string {
  const { style } = session
  const { id, agentId, taskId, context, options, expiresAt } = question
  return [
    `${style('bold', oneLine(question.question))}\n${details(style, [
      ['id', id],
      ['agent', nameOf(agentId)],
      ['task', taskId],
      ['expires', fullTime(expiresAt, session.now())],
    ])}`,
    ...(context ? [indented(context)] : []),
    ...(options.length > 0 ? [options.map((option, index) => `  ${index + 1}  ${oneLine(option)}`).join('\n')] : []),
  ].join('\n\n')
}

function answerText({ answer }: Question): string {
  const parts = [answer?.option, answer?.text].filter((part) => typeof part === 'string')
  return parts.map((part) => oneLine(part)).join(' – ')
}
