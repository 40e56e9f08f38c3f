import type { globalFlags } from '../flags/global.ts'
import { limitsFlag } from '../flags/limits.ts'
import { chartSourceFlags } from '../flags/network.ts'
import { valuesFlags } from '../flags/values.ts'
import type { Flags, Input } from '../frame/flag.ts'

/** What `chart test` takes. */
export const chartTestFlags = {
  ...valuesFlags,
  'changed-since': {
    kind: 'string',
    value: 'revision',
    summary: 'leave out charts whose folder is as where HEAD and this revision of git parted',
  },
  'check-version-increment': {
    kind: 'boolean',
    default: true,
    summary:
      'with --changed-since, a changed chart needs a higher version (--check-version-increment=false: it does not)',
  },
  crds: {
    kind: 'array',
    value: 'path',
    summary: 'custom resource definitions of others: a file, or a folder with all below it',
  },
  'dependency-update': { kind: 'boolean', summary: 'fetch missing dependencies first' },
  exclude: { kind: 'list', value: 'chart', summary: 'leave charts out, by name of their folder or as they are named' },
  'keep-going': { kind: 'boolean', summary: 'go on behind a failure' },
  'kube-version': { kind: 'string', value: 'version', summary: "the cluster's version, as templates see it" },
  limits: limitsFlag,
  'load-balancers': {
    kind: 'boolean',
    default: true,
    summary: 'give services of type LoadBalancer an address (--load-balancers=false leaves them without)',
  },
  'node-label': { kind: 'array', value: 'key=value', summary: 'label that all nodes have' },
  nodes: { kind: 'integer', value: 'count', default: 3, summary: 'simulated nodes' },
  output: {
    kind: 'string',
    short: 'o',
    choices: ['text', 'json', 'junit', 'github', 'sarif'],
    default: 'text',
    summary: 'form of the report',
  },
  parallel: { kind: 'unsigned', value: 'count', default: 1, summary: 'cases at the same time' },
  previous: {
    kind: 'string',
    value: 'chart',
    summary: 'the last version, to upgrade from: path, repository/name, oci:// reference, address, or git:REVISION',
  },
  'release-name': { kind: 'string', value: 'name', summary: "name of the release (default: the chart's)" },
  'skip-schema-validation': { kind: 'boolean', summary: 'do not check values against values.schema.json' },
  'skip-tests': { kind: 'boolean', summary: 'leave test hooks out' },
  with: {
    kind: 'array',
    value: 'path',
    summary: 'objects that the chart finds where it is installed: a file, or a folder with all below it',
  },
  ...chartSourceFlags,
  timeout: { kind: 'duration', default: '5m0s', summary: "longest wait of one step, in the cluster's own time" },
} as const satisfies Flags

/** The command line of `chart test`. */
export type ChartTestInput = Input<typeof globalFlags & typeof chartTestFlags>
