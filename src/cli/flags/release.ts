import type { Flag, Flags } from '../frame/flag.ts'
import { deployFlags } from './deploy.ts'
import { limitsFlag } from './limits.ts'
import { outputFlags } from './output.ts'
import { reuseFlags } from './reuse.ts'

const takeOverFlag = {
  kind: 'boolean',
  summary: 'take the release away from a run that hangs, or of another tool that has not ended',
} as const satisfies Flag

const recreatePodsFlag = {
  kind: 'boolean',
  summary: 'restart the pods (Helm 3)',
  isHidden: true,
} as const satisfies Flag

const historyMaxFlag = {
  kind: 'integer',
  value: 'number',
  summary: 'revisions kept; 0 keeps all (default: $HELM_MAX_HISTORY, 10)',
} as const satisfies Flag

const shared = {
  ...deployFlags,
  ...outputFlags,
  'field-policy': {
    kind: 'array',
    value: '[KIND[/NAME]:]PATH=take|leave|share',
    summary: 'whose a field is when others write it too; kept with the release',
  },
  'hide-secret': { kind: 'boolean', summary: 'hide Secrets, with --dry-run' },
  limits: limitsFlag,
  'take-over': takeOverFlag,
  'upgrade-crds': {
    kind: 'boolean',
    summary: 'make and change the definitions of crds/, where nothing that is there breaks',
  },
} as const satisfies Flags

/** `auto` is how the release was written last; unlike that of `install` it never stands alone. */
const serverSideFlag = {
  kind: 'string',
  value: 'true|false|auto',
  summary: 'apply on the server (default: as the revision before)',
} as const satisfies Flag

/** The flags of `install`. */
export const installFlags = {
  ...shared,
  'generate-name': { kind: 'boolean', short: 'g', summary: 'make up the name of the release' },
  'name-template': { kind: 'string', value: 'template', summary: 'Go template that makes the name of the release' },
  replace: { kind: 'boolean', summary: 'use the name of an uninstalled release again' },
} as const satisfies Flags

/** The flags of `upgrade`. */
export const upgradeFlags = {
  ...shared,
  ...reuseFlags,
  'cleanup-on-fail': { kind: 'boolean', summary: 'delete what a failed upgrade made' },
  'history-max': historyMaxFlag,
  install: { kind: 'boolean', short: 'i', summary: 'install the release when there is none' },
  'server-side': serverSideFlag,
  'recreate-pods': recreatePodsFlag,
} as const satisfies Flags

/** The flags of `rollback`. */
export const rollbackFlags = {
  'cleanup-on-fail': { kind: 'boolean', summary: 'delete what a failed rollback made' },
  'dry-run': deployFlags['dry-run'],
  force: deployFlags.force,
  'force-conflicts': deployFlags['force-conflicts'],
  'force-replace': deployFlags['force-replace'],
  'history-max': historyMaxFlag,
  'no-hooks': deployFlags['no-hooks'],
  'recreate-pods': recreatePodsFlag,
  'server-side': serverSideFlag,
  'take-over': takeOverFlag,
  timeout: deployFlags.timeout,
  wait: deployFlags.wait,
  'wait-for-jobs': deployFlags['wait-for-jobs'],
} as const satisfies Flags

/** The flags of `uninstall`. */
export const uninstallFlags = {
  cascade: {
    kind: 'string',
    default: 'background',
    value: 'background|foreground|orphan',
    summary: 'how objects that belong to deleted ones go',
  },
  description: deployFlags.description,
  'dry-run': { kind: 'boolean', summary: 'change nothing on the cluster' },
  'ignore-not-found': { kind: 'boolean', summary: 'a release that is not there is no failure' },
  'keep-history': { kind: 'boolean', summary: 'keep the records, marked as uninstalled' },
  'no-hooks': deployFlags['no-hooks'],
  'take-over': takeOverFlag,
  timeout: deployFlags.timeout,
  wait: deployFlags.wait,
} as const satisfies Flags

/** The flags of `test`. */
export const testFlags = {
  filter: { kind: 'list', value: 'name=NAME', summary: 'only these tests; !name=NAME leaves one out' },
  'hide-notes': { kind: 'boolean', summary: 'leave the notes out (Helm 3)', isHidden: true },
  logs: { kind: 'boolean', summary: "print the test pods' logs" },
  'take-over': takeOverFlag,
  timeout: deployFlags.timeout,
} as const satisfies Flags
