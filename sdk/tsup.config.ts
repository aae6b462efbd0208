// The package strangers install: one ES module and its types. The workspace itself reads the source.
import { defineConfig } from 'tsup'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    errors: 'src/generated/error-classes.ts',
    otel: 'src/otel/otel.ts',
    testing: 'src/testing/testing.ts',
    track: 'src/track/track.ts',
    webhooks: 'src/webhooks/webhooks.ts',
  },
  splitting: true,
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  // Else `node:sqlite` and its like, once an entry uses them, would be imported under names that do not exist.
  removeNodeProtocol: false,
  clean: true,
  silent: true,
  dts: { compilerOptions: { composite: false } },
})
