import type { Flags } from '../frame/flag.ts'
import { limitsFlag } from './limits.ts'

/** What only commands that render and install nothing have. */
export const renderFlags = {
  'api-versions': { kind: 'list', short: 'a', value: 'version', summary: 'further .Capabilities.APIVersions' },
  'generate-name': { kind: 'boolean', short: 'g', summary: 'make up the name of the release' },
  'include-crds': { kind: 'boolean', summary: 'print the files of crds/ too' },
  'is-upgrade': { kind: 'boolean', summary: '.Release.IsUpgrade instead of .Release.IsInstall' },
  'kube-version': { kind: 'string', value: 'version', summary: '.Capabilities.KubeVersion' },
  limits: limitsFlag,
  lookups: { kind: 'string', value: 'file', summary: 'answers for the lookup function, recorded from a cluster' },
  'name-template': { kind: 'string', value: 'template', summary: 'Go template that makes the name of the release' },
  'output-dir': { kind: 'string', value: 'dir', summary: 'write the manifests to files' },
  'release-name': { kind: 'boolean', summary: "the release's name in the path of --output-dir" },
  replace: { kind: 'boolean', summary: 'accepted for install: reuse the name of a deleted release' },
  'show-only': { kind: 'array', short: 's', value: 'template', summary: 'only what these templates render' },
  'skip-tests': { kind: 'boolean', summary: 'leave test hooks out' },
  strict: { kind: 'boolean', summary: 'a missing value is an error' },
  validate: {
    kind: 'boolean',
    summary: 'check the manifests against the cluster, as an install does',
    deprecated: "use '--dry-run=server' instead",
    isHidden: true,
  },
} as const satisfies Flags
