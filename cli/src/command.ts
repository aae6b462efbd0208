// How a command is declared: its words, its help with examples, and what it does.
import { type Argument, type Command, Option } from 'commander'
import { type GlobalOptions, Session } from './session.ts'
import type { Terminal } from './terminal.ts'

/** Returns the exit code, where that is not simply fine. */
export type Run<Options> = (
  session: Session,
  args: (string | undefined)[],
  options: Options,
) => Promise<number | undefined> | Promise<void>

export interface CommandSpec<Options> {
  readonly name: string
  /** Whether its group, said alone, means it. */
  readonly isDefault?: boolean
  readonly summary: string
  /** @default the summary */
  readonly description?: string
  readonly args?: readonly Argument[]
  readonly options?: readonly Option[]
  /** What is typed, and what it does. */
  readonly examples: readonly (readonly [line: string, what: string])[]
  readonly run: Run<Options>
}

/** The program as it is put together: where commands go, and what they leave. */
export interface Building {
  readonly terminal: Terminal
  setExitCode(code: number): void
}

export function addCommand<Options extends object = Record<string, unknown>>(
  parent: Command,
  building: Building,
  spec: CommandSpec<Options>,
): Command {
  const command = parent
    .command(spec.name, { isDefault: spec.isDefault === true })
    .summary(spec.summary)
    .description(spec.description ?? spec.summary)
  for (const argument of spec.args ?? []) command.addArgument(argument)
  for (const option of spec.options ?? []) command.addOption(option)
  addGlobalOptions(command)
  command.addHelpText('after', () => examplesText(spec.examples))
  return command.action(async () => {
    const session = new Session(building.terminal, command.optsWithGlobals<GlobalOptions>())
    const code = await spec.run(session, command.processedArgs as (string | undefined)[], command.opts() as Options)
    if (typeof code === 'number') building.setExitCode(code)
  })
}

/** Every command takes them, wherever they stand; a field of the same name goes before. */
export function addGlobalOptions(command: Command): void {
  command.optionsGroup('Everywhere:')
  const taken = new Set(command.options.map(({ long }) => long))
  for (const option of globalOptions()) if (!taken.has(option.long)) command.addOption(option)
  command.helpOption('-h, --help', 'say what it does and takes')
}

const globalOptions = (): Option[] => [
  new Option('--json', 'answer in JSON, for scripts'),
  new Option('--profile <name>', 'the server to talk to, as mission login named it'),
  new Option('--workspace <slug>', 'the workspace to work in, where you belong to several'),
]

function examplesText(examples: CommandSpec<never>['examples']): string {
  if (examples.length === 0) return ''
  const lines = examples.map(([line, what]) => `  $ ${line}\n      ${what}`)
  return `\nExamples:\n${lines.join('\n')}\n`
}

/** A group of commands; said alone it shows them. */
export function addGroup(parent: Command, name: string, summary: string): Command {
  return parent.command(name).summary(summary).description(summary).helpOption('-h, --help', 'say what there is')
}
