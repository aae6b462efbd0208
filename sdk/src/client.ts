// Every operation of the server as a method, and the stream of its events.

import type { Event } from './generated/openapi.ts'
import type { EventsResource, Resources } from './generated/resources.ts'
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

/** The resources of the server; what a work loop needs of the client. */
export interface Client extends Omit<Resources, 'events'> {
  events: EventsClient
}

/** As a base class it gives its children all resources without naming one. */
export const ServerClient = class {
  constructor(options: TransportOptions) {
    const transport = new Transport(options)
    const resources = bindResources(transport)
    const stream = (streamOptions?: EventStreamOptions) => streamEvents(transport, streamOptions)
    Object.assign(this, resources, { events: { ...resources.events, stream } })
  }
} as unknown as new (
  options: TransportOptions,
) => Client
