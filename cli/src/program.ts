// The whole tree of commands.
import { Command } from 'commander'
import { addGlobalOptions, type Building } from './command.ts'
import { addAgents } from './commands/agent/group.ts'
import { addApi } from './commands/api.ts'
import { addApprove, addDeny } from './commands/approval/decide.ts'
import { addCompletion } from './commands/completion.ts'
import { addDoctor } from './commands/doctor.ts'
import { addEvents } from './commands/events.ts'
import { addPause, addResume } from './commands/hold.ts'
import { addLogin } from './commands/login.ts'
import { addLogout } from './commands/logout.ts'
import { addProfiles } from './commands/profiles.ts'
import { addAnswer } from './commands/question/answer.ts'
import { addTask } from './commands/task/group.ts'
import { addUsage } from './commands/usage.ts'
import { addWhoami } from './commands/whoami.ts'
import { contract } from './contract/schema.ts'

const lastWords = `
Environment:
  MC_URL, MC_API_KEY   go before the file that mission login writes
  NO_COLOR             no colours

Exit codes:
  0 fine · 1 refused or failed · 2 wrong usage · 3 not found · 4 not signed in or not allowed
  5 server not reached · 130 interrupted
`

/** @param words of the command line it is made for */
export function createProgram(building: Building, words: readonly string[]): Command {
  const program = new Command('mission')
    .description('Mission Control from a shell: tasks, approvals, agents, events, money.')
    .version(contract.info.version, '-V, --version', 'say which version this is')
    .helpCommand('help [command]', 'say what a command does and takes')
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .addHelpText('after', lastWords)
    .configureHelp({ showGlobalOptions: false, helpWidth: building.terminal.stdout.columns || 100 })
  addGlobalOptions(program)
  addLogin(program, building)
  addLogout(program, building)
  addProfiles(program, building)
  addWhoami(program, building)
  addTask(program, building)
  addApprove(program, building)
  addDeny(program, building)
  addAnswer(program, building)
  addAgents(program, building)
  addPause(program, building)
  addResume(program, building)
  addEvents(program, building)
  addUsage(program, building)
  addApi(program, building, words)
  addDoctor(program, building)
  addCompletion(program, building)
  return program
}
