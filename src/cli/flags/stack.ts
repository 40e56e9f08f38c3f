import type { Flags } from '../frame/flag.ts'
import { planFlags } from './plan.ts'
import { uninstallFlags } from './release.ts'

/** Which stack, which of its releases, and how many at once. */
export const stackFlags = {
  concurrency: { kind: 'unsigned', value: 'number', default: 4, summary: 'most releases at once; 0 is no bound' },
  environment: { kind: 'string', short: 'e', value: 'name', default: 'default', summary: 'environment of the stack' },
  'include-needs': { kind: 'boolean', summary: 'what selected releases need too, selected or not' },
  selector: {
    kind: 'array',
    short: 'l',
    value: 'key=value',
    summary: 'only releases with these labels; several are alternatives',
  },
  'stack-set': {
    kind: 'array',
    value: 'path=value',
    summary: "a value for the stack's templates, above its environment",
  },
  'stack-values': { kind: 'list', value: 'file', summary: "a file of values for the stack's templates" },
} as const satisfies Flags

/** The flags of `stack plan`. */
export const stackPlanFlags = {
  ...stackFlags,
  context: planFlags.context,
  'detailed-exitcode': planFlags['detailed-exitcode'],
  output: planFlags.output,
  'show-secrets': planFlags['show-secrets'],
  suppress: planFlags.suppress,
} as const satisfies Flags

/** The flags of `stack apply`. */
export const stackApplyFlags = {
  ...stackFlags,
  'dry-run': { kind: 'string', bare: 'client', value: 'client|server|none', summary: 'change nothing on the cluster' },
  timeout: { kind: 'duration', summary: 'longest wait for one operation, for releases that do not say' },
  wait: { kind: 'boolean', summary: 'wait until each release is ready' },
} as const satisfies Flags

/** The flags of `stack destroy`. */
export const stackDestroyFlags = {
  ...stackFlags,
  'keep-history': uninstallFlags['keep-history'],
  timeout: uninstallFlags.timeout,
  wait: uninstallFlags.wait,
} as const satisfies Flags
