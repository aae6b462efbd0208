// What all scenes of the demo share.
import type { MissionControl } from '@mission-control/sdk'
import type { Children } from './children.ts'
import type { Options } from './options.ts'
import type { Promises } from './promises.ts'
import type { Server } from './server.ts'
import type { Terminal } from './terminal.ts'
import type { Watch } from './watch.ts'

export interface Stage {
  options: Options
  terminal: Terminal
  children: Children
  server: Server
  admin: MissionControl
  watch: Watch
  promises: Promises
  folders: Folders
}

export interface Folders {
  /** Holds all others that the person did not choose. */
  run: string
  data: string
  keys: string
  logs: string
  reports: string
}
