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
  readonly logLevel: (typeof logLevels)[number]
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const

const schema = z.object({
  // Digits alone: 1e3 and 0x10 are numbers to JavaScript and slips of the hand to everybody else.
  PORT: z
    .string()
    .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, {
      error: ({ input }) => `must be a whole number from 0 to 65535, but is '${input}'`,
    })
    .transform(Number)
    .default(4100),
  HOST: z.string().default('127.0.0.1'),
  MC_DATA_DIR: z.string().default('./data'),
  MC_ADMIN_KEY: z
    .string()
    .regex(/^mc_user_[0-9A-Za-z]{38}$/, 'is no user key: make one with npm run admin-key -- --print')
    .optional(),
  MC_PUBLIC_URL: z
    .url({
      protocol: /^https?$/,
      error: ({ input }) => `must be an address such as https://mission.example.com, but is '${input}'`,
    })
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
  LOG_LEVEL: z
    .enum(logLevels, { error: ({ input }) => `must be one of ${logLevels.join(', ')}, but is '${input}'` })
    .default('info'),
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
