// The workspace a request is in, with what people call it.
import { sql } from '../../kernel/store/query.ts'
import type { Reader } from '../../kernel/store/store.ts'

export interface WorkspaceNames {
  readonly id: string
  readonly slug: string
  readonly name: string
}

const workspaceNames = sql<{ workspaceId: string }, WorkspaceNames>(
  'select id, slug, name from workspaces where id = :workspaceId',
)

export const findWorkspaceNames = (reader: Reader, workspaceId: string): Promise<WorkspaceNames | undefined> =>
  reader.get(workspaceNames, { workspaceId })
