// The same question has the same hash, however its JSON is ordered.
import { hash } from 'node:crypto'

export function contentHashOf(content: { action: string; risk: string; payload: Record<string, unknown> }): string {
  return hash('sha256', JSON.stringify([content.action, content.risk, sorted(content.payload)]))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, entry]) => [key, sorted(entry)]),
  )
}
