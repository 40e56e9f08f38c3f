import type { Flags } from '../frame/flag.ts'

/** Which revision of a release is meant. */
export const revisionFlags = {
  revision: { kind: 'integer', value: 'number', summary: 'this revision instead of the newest' },
} as const satisfies Flags
