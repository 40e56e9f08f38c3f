import type { Flags } from '../frame/flag.ts'
import { kustomizeFlags } from './kustomize.ts'

/** The flags of `kustomize diff`: those of a build, and how the difference is shown. */
export const kustomizeDiffFlags = {
  ...kustomizeFlags,
  output: {
    kind: 'string',
    short: 'o',
    choices: ['text', 'json'],
    default: 'text',
    summary: 'a unified diff, or the changed fields as JSON',
  },
  'show-secrets': { kind: 'boolean', summary: 'show the values of Secrets' },
  unified: { kind: 'unsigned', short: 'U', value: 'lines', default: 3, summary: 'equal lines shown around a change' },
} as const satisfies Flags
