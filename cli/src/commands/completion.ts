// Completion of commands, options, choices and operations in the shells people use.
import { Argument, type Command } from 'commander'
import { addCommand, type Building } from '../command.ts'
import { candidatesFor } from '../completion/candidates.ts'
import { askCommand, type ShellName, scripts, shells } from '../completion/scripts.ts'
import { configPath, readConfig } from '../config/file.ts'
import { oneLine } from '../output/text.ts'

export function addCompletion(program: Command, building: Building): void {
  addCommand(program, building, {
    name: 'completion',
    summary: 'print what makes a shell complete mission on Tab',
    args: [new Argument('<shell>', 'the shell it is for').choices([...shells])],
    examples: [
      ['mission completion bash >> ~/.bashrc', 'for bash'],
      ['mission completion zsh > "$fpath[1]/_mission"', 'for zsh'],
      ['mission completion fish > ~/.config/fish/completions/mission.fish', 'for fish'],
    ],
    async run(session, [shell]) {
      session.print(scripts[shell as ShellName])
    },
  })

  program
    .command(askCommand, { hidden: true })
    .argument('[words...]')
    .action(async (words: string[]) => {
      const { stdout } = building.terminal
      // A file that cannot be used is no reason to be silent about the rest.
      const { profiles } = await readConfig(configPath(building.terminal)).catch(() => ({ profiles: {} }))
      for (const { value, description } of candidatesFor(program, words, { profiles: Object.keys(profiles) })) {
        stdout.write(`${value}\t${oneLine(description)}\n`)
      }
    })
}
