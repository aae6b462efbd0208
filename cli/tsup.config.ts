// The package strangers run: one file with all that is in it, for any Node from 22 on. The workspace itself runs the source.
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'tsup'

const beside = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

export default defineConfig({
  entry: { main: 'src/main.ts' },
  format: 'esm',
  target: 'node22',
  platform: 'node',
  clean: true,
  silent: true,
  esbuildOptions(options) {
    // From beside this folder, also where it was copied to be built.
    options.alias = {
      '@mission-control/sdk': beside('sdk/src/index.ts'),
      '@mission-control/spec/openapi.json': beside('spec/dist/openapi.json'),
    }
    options.minifyWhitespace = true
    options.minifySyntax = true
  },
})
