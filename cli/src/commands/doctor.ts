// Looks for what is in the way between here and the server, and says what to do about it.
import { MissionControlError } from '@mission-control/sdk'
import type { Command } from 'commander'
import { addCommand, type Building } from '../command.ts'
import type { Connection } from '../config/connection.ts'
import { type Check, fine, wrong } from '../doctor/check.ts'
import { checkEncryption, checkFile, checkNode, checkProxy, checkSource } from '../doctor/machine.ts'
import {
  checkClock,
  checkKey,
  checkStream,
  checkVersion,
  checkWorkspace,
  strangeWorkspace,
  unreached,
} from '../doctor/server.ts'
import { exitCodeOf, exitCodes } from '../exit-codes.ts'
import { Failure } from '../failure.ts'
import type { Look } from '../output/style.ts'
import { oneLine, safeText } from '../output/text.ts'
import { plainMessage } from '../report.ts'
import { clientOf, type Session } from '../session.ts'

export function addDoctor(program: Command, building: Building): void {
  addCommand(program, building, {
    name: 'doctor',
    summary: 'look for what is in the way, and say what to do',
    description:
      'Looks at Node, the file with the keys, the environment, whether the server is reached, its version and clock, the key,\n' +
      'the workspace and the stream of events. Ends with 0 if nothing is wrong, else as the first thing that is: 1, 4 or 5.',
    examples: [
      ['mission doctor', 'all of it'],
      ['mission doctor --json | jq ".checks[] | select(.finding != \\"fine\\")"', 'what is not right, for a script'],
    ],
    run: (session) => doctor(session),
  })
}

interface Finished {
  readonly checks: readonly Check[]
  readonly exitCode: number
}

async function doctor(session: Session): Promise<number> {
  const { checks, exitCode } = await session.waiting('looking', () => examine(session))
  session.show({ isFine: exitCode === exitCodes.fine, checks }, () =>
    checks.map((check) => checkText(session, check)).join('\n'),
  )
  return exitCode
}

async function examine(session: Session): Promise<Finished> {
  const { terminal } = session
  const checks: Check[] = [checkNode(terminal), await checkFile(session.configPath, terminal), checkProxy(terminal)]
  const end = (exitCode: number): Finished => {
    const isWrong = checks.some(({ finding }) => finding === 'wrong')
    return { checks, exitCode: exitCode === exitCodes.fine && isWrong ? exitCodes.refused : exitCode }
  }
  try {
    const connection = await session.connection()
    checks.push(checkSource(connection, terminal.env), checkEncryption(connection.url, terminal.env))
    return end(await examineServer(session, connection, checks))
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    checks.push(wrong('settings', error.message, error.hint))
    return end(error.exitCode)
  }
}

/** @returns the exit code of what is wrong with the server or the key */
async function examineServer(session: Session, connection: Connection, checks: Check[]): Promise<number> {
  const { signal } = session.options
  const client = clientOf(connection)
  const started = performance.now()
  try {
    const info = await clientOf({ ...connection, apiKey: undefined, workspace: undefined }).system.info({}, { signal })
    checks.push(fine('reach', `${oneLine(info.name)} answers in ${Math.round(performance.now() - started)} ms`))
    checks.push(checkClock(info, session.now()), await checkVersion(info, connection, signal))
  } catch (error) {
    signal.throwIfAborted()
    checks.push(unreached(error))
    return exitCodes.notReached
  }
  if (connection.apiKey === undefined) {
    checks.push(wrong('key', 'There is none for this server.', `mission login ${connection.url}`))
    return exitCodes.notAllowed
  }
  try {
    const me = await client.me.get({}, { signal }).catch(async (error: unknown) => {
      if (!isAboutWorkspace(error, connection)) throw error
      checks.push(...(await examineWithoutWorkspace(session, connection, error)))
      return null
    })
    if (me === null) return exitCodes.notAllowed
    checks.push(await checkKey(client, me, session.now(), signal), checkWorkspace(me))
    if (me.workspace) checks.push(await checkStream(connection, me.workspace.id, signal))
    return exitCodes.fine
  } catch (error) {
    if (!(error instanceof MissionControlError)) throw error
    checks.push(wrong('key', oneLine(plainMessage(error)), 'Sign in with a live key: mission login.'))
    return exitCodeOf(error.code, error.status)
  }
}

const isAboutWorkspace = (error: unknown, { workspace }: Connection): error is MissionControlError =>
  error instanceof MissionControlError && error.code === 'forbidden' && workspace !== undefined

/** What was refused is the workspace: the key is looked at without it. */
async function examineWithoutWorkspace(
  session: Session,
  connection: Connection,
  error: MissionControlError,
): Promise<Check[]> {
  const { signal } = session.options
  const client = clientOf({ ...connection, workspace: undefined })
  const me = await client.me.get({}, { signal })
  const { data } = await client.workspaces.list({ limit: 50 }, { signal })
  const slugs = data.filter(({ archivedAt }) => archivedAt === null).map(({ slug }) => slug)
  return [await checkKey(client, me, session.now(), signal), strangeWorkspace(error, slugs)]
}

const marks: Record<Check['finding'], readonly [Look, string]> = {
  fine: ['green', '✓'],
  mind: ['yellow', '!'],
  wrong: ['red', '✗'],
}

function checkText({ style }: Session, { name, finding, message, advice }: Check): string {
  const line = `${style(...marks[finding])} ${style('dim', name.padEnd(9))}  ${safeText(message)}`
  return advice === null ? line : `${line}\n             → ${safeText(advice)}`
}
