// A contract of three operations that keeps every rule; tests break it in one place each.
import type { Contract, RawOperation, Schema } from '../contract/document.ts'

const task = { id: 'tsk_01KAHV5Q8Z3N7RD2M4X6C9B1TE', title: 'Read the logs' }
const reference = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` })

const envelope = (data: Schema, more: Record<string, Schema> = {}): Schema => ({
  type: 'object',
  additionalProperties: false,
  required: ['success', 'data', ...Object.keys(more)],
  properties: { success: { const: true }, data, ...more },
})

const responses = (status: string, schema: Schema, example: unknown): RawOperation['responses'] => ({
  [status]: { description: 'Here it is.', content: { 'application/json': { schema, example } } },
  '4XX': { $ref: '#/components/responses/Error' },
})

export const smallContract = (): Contract => ({
  openapi: '3.1.0',
  info: { title: 'Small', version: '0.1.0' },
  paths: {
    '/tasks': {
      get: {
        operationId: 'tasks.list',
        summary: 'List tasks',
        description: 'Newest first.',
        tags: ['Tasks'],
        'x-roles': ['viewer'],
        'x-scope': 'read',
        'x-idempotency': 'natural',
        'x-errors': ['invalid_cursor'],
        parameters: [{ $ref: '#/components/parameters/Limit' } as never],
        responses: responses(
          '200',
          envelope({ type: 'array', items: reference('Task') }, { page: reference('Page') }),
          {
            success: true,
            data: [task],
            page: { nextCursor: null },
          },
        ),
      },
      post: {
        operationId: 'tasks.create',
        summary: 'Create a task',
        description: 'It is ready at once.',
        tags: ['Tasks'],
        'x-roles': ['operator'],
        'x-scope': 'write',
        'x-idempotency': 'key',
        'x-errors': ['limit_reached'],
        'x-when-to-use': 'When there is work to do.',
        requestBody: {
          required: true,
          content: { 'application/json': { schema: reference('CreateTask'), example: { title: 'Read the logs' } } },
        },
        responses: responses('201', envelope(reference('Task')), { success: true, data: task }),
      },
    },
    '/tasks/{taskId}': {
      parameters: [
        {
          name: 'taskId',
          in: 'path',
          required: true,
          description: 'The task.',
          schema: { type: 'string', maxLength: 64 },
        },
      ],
      get: {
        operationId: 'tasks.get',
        summary: 'Get a task',
        description: 'As it stands now.',
        tags: ['Tasks'],
        'x-roles': ['viewer'],
        'x-scope': 'read',
        'x-idempotency': 'natural',
        'x-errors': [],
        responses: responses('200', envelope(reference('Task')), { success: true, data: task }),
      },
    },
  },
  components: {
    schemas: {
      Task: {
        type: 'object',
        description: 'A piece of work.',
        additionalProperties: false,
        required: ['id', 'title'],
        properties: {
          id: { type: 'string', description: 'Its id.' },
          title: { type: 'string', description: 'What is to be done.' },
        },
      },
      CreateTask: {
        type: 'object',
        description: 'A new task.',
        additionalProperties: false,
        required: ['title'],
        properties: {
          title: { type: 'string', maxLength: 200, description: 'What is to be done.' },
          priority: { type: 'string', enum: ['low', 'high'], default: 'low', description: 'How soon.' },
        },
      },
      Page: {
        type: 'object',
        description: 'Where the list goes on.',
        additionalProperties: false,
        required: ['nextCursor'],
        properties: { nextCursor: { type: ['string', 'null'], description: 'The next page.' } },
      },
      ErrorBody: {
        type: 'object',
        description: 'A refusal.',
        additionalProperties: false,
        required: ['success'],
        properties: { success: { const: false, description: 'Always false.' } },
      },
    },
    parameters: {
      Limit: {
        name: 'limit',
        in: 'query',
        description: 'Most entries.',
        schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
      },
    },
    responses: {
      Error: { description: 'Refused.', content: { 'application/json': { schema: reference('ErrorBody') } } },
    },
  },
  'x-mission-control': {
    taskStates: {
      states: [
        { name: 'backlog', description: 'Not workable yet.', terminal: false, leased: false },
        { name: 'ready', description: 'Workable.', terminal: false, leased: false },
        { name: 'canceled', description: 'Called off.', terminal: true, leased: false },
      ],
      transitions: [
        {
          name: 'create',
          from: ['new'],
          to: 'ready*',
          by: ['operator'],
          operation: 'tasks.create',
          event: 'task.created',
          description: 'By a person.',
        },
        {
          name: 'cancel',
          from: ['backlog', 'ready'],
          to: 'canceled',
          by: ['system'],
          operation: null,
          event: 'task.canceled',
          description: "It isn't wanted.",
        },
      ],
    },
    errors: {
      invalid_cursor: { status: 400, retryable: false, message: 'The cursor is not valid.', hint: 'Start again.' },
      limit_reached: { status: 409, retryable: false, message: 'A limit is reached.', hint: 'Remove something.' },
      shutting_down: { status: 503, retryable: true, message: 'The server is stopping.', hint: 'Try again.' },
    },
    events: {
      'task.created': { description: 'A task was created.', subject: 'task' },
      'task.canceled': { description: 'A task was called off.', subject: 'task' },
    },
    roles: { roles: { viewer: 'Looks.', operator: 'Works.' }, scopes: { read: 'Look.', write: 'Change.' } },
  },
})
