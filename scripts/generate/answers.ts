// What an operation gives back once the envelope is taken off.
import { isBytes, jsonType, type Operation, schemaName, successResponse } from '../contract/document.ts'

export type Answer =
  | { kind: 'data'; type: string; schema?: string }
  /** One page of a list; `type` is that of an entry. */
  | { kind: 'page'; type: string; schema?: string }
  /** No JSON: an event stream, or the bytes of a file. */
  | { kind: 'stream'; schema?: undefined }
  /** Takes the bytes of a file. */
  | { kind: 'upload'; schema?: undefined }

/** `schema` is the named schema the type is made of, if it is one. */
export function answerOf(operation: Operation): Answer {
  if (isBytes(operation.raw.requestBody?.content)) return { kind: 'upload' }
  const success = successResponse(operation)
  const envelope = success?.response.content?.[jsonType]?.schema
  if (!success || !envelope) return { kind: 'stream' }
  const data = envelope.properties?.data
  const list = data?.items && envelope.properties?.page !== undefined
  const schema = schemaName(data) ?? schemaName(data?.items)
  const unnamed = `operations['${operation.id}']['responses'][${success.status}]['content']['${jsonType}']['data']`
  if (list) return { kind: 'page', type: schema ?? `${unnamed}[number]`, schema }
  return { kind: 'data', type: schema ? `${schema}${data?.items ? '[]' : ''}` : unnamed, schema }
}
