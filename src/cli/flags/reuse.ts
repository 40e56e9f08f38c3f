import type { Flags } from '../frame/flag.ts'

/** Which values of the last revision an upgrade keeps. */
export const reuseFlags = {
  'reset-values': { kind: 'boolean', summary: "begin with the chart's values" },
  'reuse-values': { kind: 'boolean', summary: "begin with the last release's values; --reset-values wins" },
  'reset-then-reuse-values': {
    kind: 'boolean',
    summary: "begin with the chart's values, then the user's of the last release",
  },
} as const satisfies Flags
