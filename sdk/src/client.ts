// Every operation of the server as a method, and the stream of its events.

import type { FileDownload, PutFile, TransferOptions } from './files.ts'
import type { Event, TaskFile } from './generated/openapi.ts'
import type { EventsResource, FilesResource, Resources } from './generated/resources.ts'
import { bindResources } from './resources.ts'
import { type EventStreamOptions, streamEvents } from './stream.ts'
import { Transport, type TransportOptions } from './transport.ts'

/** What happened in the workspace, and what is happening. */
export interface EventsClient extends EventsResource {
  /**
   * Follow the events of the workspace as they happen, without gap or repeat, also when the connection breaks or the
   * server restarts. Ends with an error only if the server refuses or was never reached.
   *
   * @throws `unauthenticated`, `forbidden`, `workspace_required` or `validation_failed` if the server refuses
   * @throws `connection_failed` if the server was not reached in five attempts
   * @example
   * ```ts
   * for await (const event of missionControl.events.stream({ types: ['task.completed'] })) console.log(event.taskId)
   * ```
   */
  stream(options?: EventStreamOptions): AsyncGenerator<Event, void>
}

/** Files of tasks. */
export interface FilesClient extends FilesResource {
  /**
   * Put a file to a task: an input of a person, or an artifact of the agent that holds the task, which gives its `fence`.
   * The same name with the same bytes gives the file that is there already, with other bytes it makes a new version.
   *
   * @throws TypeError if a file cannot have this name
   * @throws `payload_too_large` beyond 25 MiB
   * @throws `lease_lost`, `not_found`, `invalid_transition`, `limit_reached` or `workspace_archived` as the server says
   * @example
   * ```ts
   * await missionControl.files.put({ taskId, fileName: 'rows.csv', body: 'a,b\n1,2\n', mediaType: 'text/csv' })
   * ```
   */
  put(input: PutFile, options?: TransferOptions): Promise<TaskFile>

  /**
   * Get the bytes of a file, as a stream. Where the connection breaks off, it goes on from there.
   *
   * @throws `not_found` if there is no such file, or it was removed
   * @example
   * ```ts
   * const { name, stream } = await missionControl.files.download({ fileId })
   * await writeFile(name, stream)
   * ```
   */
  download(input: { fileId: string }, options?: TransferOptions): Promise<FileDownload>
}

/**
 * The resources of the server; what a work loop needs of the client.
 *
 * @example
 * ```ts
 * import type { Client } from '@mission-control/sdk'
 *
 * // Takes `missionControl`, `ctx.client` and what a test makes up.
 * async function postReport(client: Client, taskId: string, body: string) {
 *   const file = await client.files.put({ taskId, fileName: 'report.md', body })
 *   await client.messages.create({ taskId, body: `The report is there: ${file.name}.` })
 * }
 * ```
 */
export interface Client extends Omit<Resources, 'events' | 'files'> {
  /** What happened in the workspace, and what is happening. */
  events: EventsClient
  /** Files of tasks: their list, and their bytes up and down. */
  files: FilesClient
}

/** As a base class it gives its children all resources without naming one. */
export const ServerClient = class {
  constructor(options: TransportOptions) {
    const transport = new Transport(options)
    const resources = bindResources(transport)
    const stream = (streamOptions?: EventStreamOptions) => streamEvents(transport, streamOptions)
    Object.assign(this, resources, {
      events: { ...resources.events, stream },
      files: {
        ...resources.files,
        put: async (input: PutFile, more?: TransferOptions) =>
          (await import('./files.ts')).putFile(transport, input, more),
        download: async (input: { fileId: string }, more?: TransferOptions) =>
          (await import('./files.ts')).downloadFile(transport, input, more),
      },
    })
  }
} as unknown as new (
  options: TransportOptions,
) => Client
