// The few calls that set a scene up.
export interface Api {
  post<T>(path: string, body: unknown, key?: string): Promise<T>
  get<T>(path: string, key?: string): Promise<T>
}

export function api(port: number, adminKey: string): Api {
  async function call<T>(method: string, path: string, key: string, body?: unknown): Promise<T> {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const answer = (await response.json()) as { success: boolean; data: T; error?: { message: string } }
    if (!answer.success) throw new Error(`${method} ${path}: ${answer.error?.message}`)
    return answer.data
  }
  return {
    post: (path, body, key = adminKey) => call('POST', path, key, body),
    get: (path, key = adminKey) => call('GET', path, key),
  }
}

/** Lets agents in, each with a key of its own. */
export async function makeAgents(admin: Api, count: number, prefix: string): Promise<string[]> {
  const { secret } = await admin.post<{ secret: string }>('/enrollment-tokens', {
    name: prefix,
    uses: count,
    capabilities: ['bench'],
  })
  const keys: string[] = []
  for (let index = 0; index < count; index += 1) {
    const { registrationToken } = await admin.post<{ registrationToken: string }>('/agents/register', {
      name: `${prefix}-${index}`,
      enrollmentToken: secret,
      capabilities: ['bench'],
      maxConcurrentTasks: 100,
    })
    const { apiKey } = await admin.get<{ apiKey: string }>('/registrations/current', registrationToken)
    keys.push(apiKey)
  }
  return keys
}
