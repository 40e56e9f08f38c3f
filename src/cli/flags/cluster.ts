import type { Flags } from '../frame/flag.ts'

/** Which cluster of this machine a command is about. */
export const clusterFlags = {
  name: { kind: 'string', value: 'name', default: 'berth', summary: 'name of the cluster' },
  'data-dir': { kind: 'string', value: 'dir', summary: 'where clusters are kept (default: $BERTH_HOME)' },
} as const satisfies Flags

/** How long a command waits for a cluster. */
export const waitFlags = {
  timeout: { kind: 'duration', default: '1m0s', summary: 'longest wait' },
} as const satisfies Flags
