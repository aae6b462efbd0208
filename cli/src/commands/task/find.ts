// A task by what people call it.
import type { MissionControl } from '@mission-control/sdk'
import { named, resolveId } from '../../ids.ts'
import type { Session } from '../../session.ts'

export const findTask = (session: Session, client: MissionControl, text: string): Promise<string> =>
  resolveId(text, 'task', () => named(client.tasks.list({ limit: 200 }, session.options), ({ title }) => title))
