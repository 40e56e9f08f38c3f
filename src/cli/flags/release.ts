import type { Flags } from '../frame/flag.ts'

/** What `install` and `upgrade` show. */
export const shownFlags = {
  'hide-secret': { kind: 'boolean', summary: 'hide Secrets, with --dry-run' },
} as const satisfies Flags
