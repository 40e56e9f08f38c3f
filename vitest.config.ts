import { defineConfig } from 'vitest/config'

/** Files of a project run in one module graph: no room keeps state that a test could change, and loading takes a third. */
const project = (name: string, include: string[], timeoutMs: number) => ({
  test: { name, include, isolate: false, setupFiles: ['test/seed.ts'], testTimeout: timeoutMs, hookTimeout: timeoutMs },
})

export default defineConfig({
  test: {
    projects: [
      project('unit', ['src/**/!(*.slow).test.ts', 'test/unit/**/*.test.ts'], 20_000),
      project('slow', ['src/**/*.slow.test.ts'], 60_000),
      project('fuzz', ['test/fuzz/**/*.test.ts'], 60_000),
      project('house', ['test/house/**/*.test.ts'], 60_000),
      project('parity', ['test/parity/**/*.test.ts'], 300_000),
      project('script', ['test/script/**/*.test.ts'], 300_000),
      project('cluster', ['test/cluster/**/*.test.ts'], 300_000),
      project('release', ['test/release/**/*.test.ts'], 300_000),
    ],
  },
})
