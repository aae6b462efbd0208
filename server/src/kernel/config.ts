// The configuration: environment variables, checked once at start, each bad one named.
import { z } from 'zod'
import { problemOfProxy, splitList } from './trusted-proxies.ts'

export interface Config {
  readonly port: number
  readonly host: string
  readonly dataDir: string
  readonly adminKey: string | null
  readonly publicUrl: string | null
  /** As Express's `trust proxy` takes them; with none, X-Forwarded-For is ignored. */
  readonly trustedProxies: readonly string[]
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent'
}

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4100),
  HOST: z.string().min(1).default('127.0.0.1'),
  MC_DATA_DIR: z.string().min(1).default('./data'),
  MC_ADMIN_KEY: z
    .string()
    .regex(/^mc_user_[0-9A-Za-z]{38}$/, 'is no user key: make one with npm run admin-key -- --print')
    .optional(),
  MC_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'is no http(s) address' })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  MC_TRUSTED_PROXIES: z
    .string()
    .transform(splitList)
    .superRefine((parts, context) => {
      for (const problem of parts.map(problemOfProxy)) {
        if (problem !== null) context.addIssue({ code: 'custom', message: problem })
      }
    })
    .default([]),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  DATABASE_URL: z
    .undefined({
      error: 'is set, but this version serves from SQLite only: unset it (PostgreSQL comes in a later version)',
    })
    .optional(),
})

/** @throws Error naming every variable that is wrong, and how. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  // An empty variable is how shells and unit files say "not set".
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const result = schema.safeParse(given)
  if (!result.success) {
    const lines = result.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`)
    throw new Error(`the configuration is wrong:\n${lines.join('\n')}`)
  }
  const { data } = result
  return {
    port: data.PORT,
    host: data.HOST,
    dataDir: data.MC_DATA_DIR,
    adminKey: data.MC_ADMIN_KEY ?? null,
    publicUrl: data.MC_PUBLIC_URL ?? null,
    trustedProxies: data.MC_TRUSTED_PROXIES,
    logLevel: data.LOG_LEVEL,
  }
}
