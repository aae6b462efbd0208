// Every name telemetry uses. The conventions for GenAI are still in development and change: pinned here, in one place, to
// their last release. In the next one tokens are counted otherwise, and are nowhere understood yet.

/** Tells those who read the telemetry which release the names are from. */
export const schemaUrl = 'https://opentelemetry.io/schemas/1.41.1'

/** Of OpenTelemetry. */
export const attributes = {
  operation: 'gen_ai.operation.name',
  provider: 'gen_ai.provider.name',
  responseModel: 'gen_ai.response.model',
  agentId: 'gen_ai.agent.id',
  agentName: 'gen_ai.agent.name',
  tokenType: 'gen_ai.token.type',
  inputTokens: 'gen_ai.usage.input_tokens',
  outputTokens: 'gen_ai.usage.output_tokens',
  cacheReadTokens: 'gen_ai.usage.cache_read.input_tokens',
  cacheCreationTokens: 'gen_ai.usage.cache_creation.input_tokens',
  reasoningTokens: 'gen_ai.usage.reasoning.output_tokens',
  errorType: 'error.type',
} as const

/** Of our own. */
export const ownAttributes = {
  workspaceId: 'mission_control.workspace.id',
  taskId: 'mission_control.task.id',
  taskType: 'mission_control.task.type',
  runId: 'mission_control.run.id',
  attempt: 'mission_control.run.attempt',
  outcome: 'mission_control.run.outcome',
  endReason: 'mission_control.run.end_reason',
  cost: 'mission_control.cost.usd_micros',
} as const

/** What a run of an agent is called. */
export const invokeAgent = 'invoke_agent'

export const tokenTypes = { input: 'input', output: 'output' } as const

export const metrics = {
  tokens: 'gen_ai.client.token.usage',
  duration: 'gen_ai.client.operation.duration',
  cost: 'mission_control.cost.usd_micros',
} as const

/** As the conventions ask for. */
export const tokenBuckets = [
  1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864,
]
/** As the conventions ask for, in seconds, and on to hours: they think of one call of a model, and a run is many. */
export const durationBuckets = Array.from({ length: 20 }, (_, index) => 2 ** index / 100)

/** What the conventions call a provider whom the server's price list calls otherwise. */
export const providers: Readonly<Record<string, string>> = {
  aws: 'aws.bedrock',
  azure: 'azure.ai.openai',
  google: 'gcp.gen_ai',
  mistral: 'mistral_ai',
  'x-ai': 'x_ai',
}
