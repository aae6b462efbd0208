// HTTP for what the server says of itself.
import { toTimestamp } from '../../kernel/clock.ts'
import { contract } from '../../kernel/contract.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { routes } from '../../kernel/route.ts'

export const systemRoutes = (kernel: Kernel) =>
  routes({
    'system.info': {
      async read() {
        const address = kernel.publicUrl()
        const urlOf = (kind: 'sdk' | 'cli' | 'server') => {
          const path = kernel.packages.path(kind)
          return path === null ? null : address + path
        }
        return {
          name: 'Mission Control',
          version: contract.info.version,
          apiVersion: 'v1',
          sdkUrl: urlOf('sdk'),
          cliUrl: urlOf('cli'),
          serverPackageUrl: urlOf('server'),
          skillUrl: `${address}/skill.md`,
          documentationUrl: `${address}/api-docs`,
          openapiUrl: `${address}/api/openapi.json`,
          time: toTimestamp(kernel.clock.now()),
        }
      },
    },
  })
