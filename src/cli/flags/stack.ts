import type { Flag, Flags } from '../frame/flag.ts'
import { planFlags } from './plan.ts'
import { uninstallFlags } from './release.ts'

/** Which stack, which of its releases, and how many at once. */
export const stackFlags = {
  concurrency: { kind: 'unsigned', value: 'number', default: 4, summary: 'most releases at once; 0 is no bound' },
  environment: { kind: 'string', short: 'e', value: 'name', default: 'default', summary: 'environment of the stack' },
  'include-needs': { kind: 'boolean', summary: 'what selected releases need too, selected or not' },
  'include-transitive-needs': { kind: 'boolean', summary: 'the same as --include-needs', isHidden: true },
  'no-programs': { kind: 'boolean', summary: 'run no program that the file names: no hook, no exec in a template' },
  selector: {
    kind: 'array',
    short: 'l',
    value: 'key=value',
    summary: 'only releases with these labels; several are alternatives',
  },
  'skip-needs': {
    kind: 'boolean',
    default: true,
    summary: 'leave out what selected releases need; so it is unless --include-needs',
    isHidden: true,
  },
  'stack-set': {
    kind: 'array',
    value: 'path=value',
    summary: "a value for the stack's templates, above its environment",
  },
  'stack-values': { kind: 'list', value: 'file', summary: "a file of values for the stack's templates" },
  'state-values-file': { kind: 'list', value: 'file', summary: 'the same as --stack-values', isHidden: true },
  'state-values-set': { kind: 'array', value: 'path=value', summary: 'the same as --stack-set', isHidden: true },
  'state-values-set-string': {
    kind: 'array',
    value: 'path=value',
    summary: 'as --state-values-set, every value a text',
    isHidden: true,
  },
} as const satisfies Flags

/** The flags of `stack plan`. */
export const stackPlanFlags = {
  ...stackFlags,
  context: planFlags.context,
  'detailed-exitcode': planFlags['detailed-exitcode'],
  'find-renames': planFlags['find-renames'],
  'include-tests': planFlags['include-tests'],
  output: planFlags.output,
  'show-foreign': planFlags['show-foreign'],
  'show-secrets': planFlags['show-secrets'],
  'show-secrets-decoded': planFlags['show-secrets-decoded'],
  suppress: planFlags.suppress,
  'suppress-output-line-regex': planFlags['suppress-output-line-regex'],
} as const satisfies Flags

const interactiveFlag = {
  kind: 'boolean',
  short: 'i',
  summary: 'show what would be done, and ask first',
} as const satisfies Flag

/** The flags of `stack apply`. */
export const stackApplyFlags = {
  ...stackFlags,
  'include-unchanged': { kind: 'boolean', summary: 'upgrade releases in which nothing changes, too' },
  interactive: interactiveFlag,
  'dry-run': { kind: 'string', bare: 'client', value: 'client|server|none', summary: 'change nothing on the cluster' },
  'skip-diff-on-install': { kind: 'boolean', summary: 'with --interactive, leave out the plans of new releases' },
  timeout: { kind: 'duration', summary: 'longest wait for one operation, for releases that do not say' },
  wait: { kind: 'boolean', summary: 'wait until each release is ready' },
} as const satisfies Flags

/** The flags of `stack destroy`. */
export const stackDestroyFlags = {
  ...stackFlags,
  'dry-run': uninstallFlags['dry-run'],
  interactive: interactiveFlag,
  'keep-history': uninstallFlags['keep-history'],
  timeout: uninstallFlags.timeout,
  wait: uninstallFlags.wait,
} as const satisfies Flags
