// What a task asks of its result: a schema for the output, names of artifacts. A schema is tried before it is taken.
import type { components } from '../../generated/openapi.ts'
import { AppError, shorten } from '../../kernel/errors.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { validationFailed } from '../../kernel/validation-messages.ts'
import { matchesName } from '../../rules/name-pattern.ts'
import { filesOfTask, type TaskFile } from '../files/read-service.ts'
import { missesOf } from './output-check.ts'
import { UnusableSchema, usableSchema } from './output-schema.ts'
import type { TaskRow } from './store.ts'

type Work = Pick<components['schemas']['CompleteTask'], 'output' | 'files'>

/** One thing that is not as the task asks for it. */
type Missing =
  | { readonly kind: 'artifact'; readonly name: string; readonly wanted: string }
  | { readonly kind: 'output'; readonly path: string; readonly wanted: string }

const mostSchemaBytes = 16_384

/** @throws validation_failed naming the place */
export function refuseUnusableSchema(schema: Record<string, unknown> | null | undefined): void {
  if (!schema) return
  const bytes = Buffer.byteLength(JSON.stringify(schema))
  if (bytes > mostSchemaBytes) {
    const message = `has ${bytes} bytes of JSON, at most ${mostSchemaBytes} are taken`
    throw validationFailed([{ path: 'outputSchema', message }])
  }
  try {
    usableSchema(schema)
  } catch (error) {
    if (!(error instanceof UnusableSchema)) throw error
    const path = error.path === '' ? 'outputSchema' : `outputSchema.${error.path}`
    throw validationFailed([{ path: path.slice(0, 500), message: error.message }])
  }
}

/**
 * @returns the files that belong to the result
 * @throws acceptance_failed naming each thing that is missing, not_found for a file that is no artifact of the task
 */
export async function acceptedFiles(tx: Tx, task: TaskRow, work: Work): Promise<readonly TaskFile[]> {
  const files = await filesOfTask(tx, tx.workspaceId, task.id)
  const artifacts = files.filter(({ kind }) => kind === 'artifact')
  const current = artifacts.filter(({ isCurrent }) => isCurrent)
  const missing = [...missingArtifacts(task, current), ...missingInOutput(task, work.output)]
  if (missing.length > 0) throw notAccepted(task.id, missing)
  return work.files === undefined ? current : work.files.map((id) => chosen(task.id, artifacts, id))
}

function chosen(taskId: string, artifacts: readonly TaskFile[], id: string): TaskFile {
  const file = artifacts.find((artifact) => artifact.id === id)
  if (file) return file
  throw new AppError('not_found', `there is no artifact '${shorten(id)}' of the task '${taskId}'`, {
    hint: 'Put it with files.put, or name one of those that files.list gives with kind=artifact.',
  })
}

function missingArtifacts(task: TaskRow, artifacts: readonly TaskFile[]): Missing[] {
  const required = JSON.parse(task.required_artifacts) as string[]
  return required
    .filter((pattern) => !artifacts.some(({ name }) => matchesName(pattern, name)))
    .map((name) => ({ kind: 'artifact', name, wanted: 'an artifact of this name, put with files.put' }))
}

function missingInOutput(task: TaskRow, output: Work['output']): Missing[] {
  if (task.output_schema === null) return []
  if (output === undefined) {
    return [{ kind: 'output', path: 'output', wanted: 'must be there: the task has an outputSchema' }]
  }
  const schema = usableSchema(JSON.parse(task.output_schema))
  return missesOf(output, schema).map((miss) => ({ kind: 'output', ...miss }))
}

function notAccepted(taskId: string, missing: readonly Missing[]): AppError {
  const named = missing
    .slice(0, 3)
    .map((each) =>
      each.kind === 'artifact' ? `the artifact '${each.name}' is missing` : `${each.path} ${each.wanted}`,
    )
  const more = missing.length > 3 ? `; and ${missing.length - 3} more` : ''
  return new AppError(
    'acceptance_failed',
    `the result is not what the task '${taskId}' asks for: ${named.join('; ')}${more}`,
    { details: { missing } },
  )
}
