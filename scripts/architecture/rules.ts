// Who may import whom. A target is a path from the root, or `node:…` and `npm:…` for what is not our own.

export interface ImportRule {
  /** What is printed beside the import that breaks it. */
  sentence: string
  /** The files it is about, by path from the root. */
  files: RegExp
  except?: RegExp
  /** What such a file may import, if not everything. `$1` stands for the first group that `files` matched. */
  allows?: string[]
  /** What it must not import. */
  forbids?: string[]
}

const generated = '^server/src/generated/'
const packages = '^(npm|node):'

export const importRules: ImportRule[] = [
  {
    sentence: 'rules are pure: they import only rules and generated types',
    files: /^server\/src\/rules\//,
    allows: ['^server/src/rules/', generated],
  },
  {
    sentence: 'the kernel knows no feature',
    files: /^server\/src\/kernel\//,
    forbids: ['^server/src/(features|jobs)/', '^server/src/(app|main)\\.ts$'],
  },
  {
    sentence:
      'a feature imports kernel, rules, generated types, its own files, and of another feature only the service',
    files: /^server\/src\/features\/([^/]+)\//,
    allows: [
      '^server/src/(kernel|rules)/',
      generated,
      '^server/src/features/$1/',
      '^server/src/features/[^/]+/(.*-)?service\\.ts$',
      '^spec/dist/openapi\\.json$',
      packages,
    ],
  },
  {
    sentence: 'stores speak SQL only',
    files: /^server\/src\/(.*\/)?([^/]*-)?store\.ts$/,
    forbids: ['^npm:express$', 'routes\\.ts$'],
  },
  {
    sentence: 'routes speak HTTP only',
    files: /^server\/src\/(.*\/)?([^/]*-)?routes\.ts$/,
    forbids: ['^npm:knex(/|$)', '^node:sqlite$', '^npm:pg$'],
  },
  {
    sentence: 'the server does not know the SDK, not even in tests',
    files: /^server\//,
    forbids: ['^npm:@mission-control/sdk(/|$)', '^sdk/'],
  },
  {
    sentence: 'of the SDK only testing/ knows the server',
    files: /^sdk\/src\//,
    except: /^sdk\/src\/testing\//,
    forbids: ['^npm:@mission-control/server(/|$)'],
  },
  {
    sentence: 'only transport.ts knows which HTTP client we use',
    files: /^sdk\/src\//,
    except: /^sdk\/src\/transport\.ts$/,
    forbids: ['^npm:(ky|openapi-fetch)(/|$)'],
  },
  {
    sentence: 'the SDK runs in browsers too: only testing/ may use Node',
    files: /^sdk\/src\//,
    except: /^sdk\/src\/testing\//,
    forbids: ['^node:'],
  },
  {
    sentence: 'the command line reaches the server through the SDK alone',
    files: /^cli\/src\//,
    allows: [
      '^cli/src/',
      '^node:',
      '^npm:(?!@mission-control/)',
      '^npm:@mission-control/sdk$',
      '^npm:@mission-control/spec/openapi\\.json$',
    ],
  },
  {
    sentence: 'the commands read no environment of their own: a test must be able to be the machine',
    files: /^cli\/src\/(?!main\.ts$)/,
    forbids: ['^node:process$'],
  },
  {
    sentence: 'examples and benchmarks use what a stranger could install',
    files: /^(examples\/[^/]+|bench)\//,
    except: /^examples\/[^/]+\/test\//,
    allows: ['^$1/', '^node:', '^npm:(?!@mission-control/)', '^npm:@mission-control/sdk(?!/src)(/|$)'],
  },
  {
    sentence: 'tests of examples use what a stranger could install, and what they share with each other',
    files: /^(examples\/[^/]+)\/test\//,
    allows: [
      '^$1/',
      '^node:',
      '^npm:(?!@mission-control/)',
      '^npm:@mission-control/(sdk(?!/src)|example-testing)(/|$)',
    ],
  },
  {
    sentence: 'a package is imported by its name, never by a path into its folder',
    files: /^(server|sdk|cli|examples\/[^/]+|bench)\//,
    allows: ['^$1/', '^spec/dist/openapi\\.json$', packages],
  },
]

/** A file of one of these parts of the SDK may import the parts before it, never those after it. */
export const sdkLayers = ['generated', 'transport', 'resources', 'client', 'worker']

/** The only files that read the environment; everything else is given what it needs. */
export const environmentReaders = /^server\/src\/(main|admin-key|verify)\.ts$/
