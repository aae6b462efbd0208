// The server for those who test against it, as one file: Node strips no types from what is installed. The page, its viewer
// and PostgreSQL are not in it. The workspace itself runs the source.
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'tsup'

export default defineConfig({
  entry: { testing: 'src/testing/testing.ts' },
  format: 'esm',
  target: 'node24',
  platform: 'node',
  removeNodeProtocol: false,
  clean: true,
  silent: true,
  noExternal: [/^@mission-control\//],
  esbuildOptions(options) {
    // From beside this folder, also where it was copied to be built.
    options.alias = {
      '@mission-control/spec/openapi.json': fileURLToPath(new URL('../spec/dist/openapi.json', import.meta.url)),
    }
    options.minifyWhitespace = true
    options.minifySyntax = true
  },
})
