// Steps of a task whose results outlive the run: looked up once, done where they are new, kept before anything goes on.
import { MissionControlError } from '../errors.ts'
import { asJson } from './json.ts'
import type { LeaseWriter } from './lease-writer.ts'

export class Steps {
  readonly #writer: LeaseWriter
  readonly #inRun = new Map<string, Promise<unknown>>()
  #known: Promise<Map<string, unknown>> | undefined

  constructor(writer: LeaseWriter) {
    this.#writer = writer
  }

  /** Twice at once it is done once; one that throws is done again next time. */
  do(name: string, work: () => unknown): Promise<unknown> {
    const step = this.#inRun.get(name) ?? this.#doOnce(name, work)
    this.#inRun.set(name, step)
    step.catch(() => this.#inRun.delete(name))
    return step
  }

  async #doOnce(name: string, work: () => unknown): Promise<unknown> {
    this.#known ??= this.#load()
    const known = await this.#known.catch((error: unknown) => {
      this.#known = undefined
      throw error
    })
    if (known.has(name)) return known.get(name)
    const result = asJson(`The result of the step '${name}'`, await work())
    const saved = await this.#writer.write((lease, options) =>
      this.#writer.client.steps.save({ ...lease, stepName: name, result }, options),
    )
    return saved.result
  }

  async #load(): Promise<Map<string, unknown>> {
    const known = new Map<string, unknown>()
    const { taskId } = this.#writer.held.claim.lease
    const options = { signal: this.#writer.held.leaseSignal, maxRetries: 8 }
    try {
      for await (const { name, result } of this.#writer.client.steps.list({ taskId, limit: 200 }, options)) {
        known.set(name, result)
      }
    } catch (error) {
      // They are for whoever holds the task.
      if (error instanceof MissionControlError && error.code === 'forbidden') await this.#writer.confirm()
      throw error
    }
    return known
  }
}
