import type { Flags } from '../frame/flag.ts'
import { chartSourceFlags } from './network.ts'
import { valuesFlags } from './values.ts'

/**
 * What `template`, `install` and `upgrade` share. Flags that only matter on a cluster are accepted by `template` as
 * Helm accepts them, so that one list of flags serves all three.
 */
export const deployFlags = {
  ...chartSourceFlags,
  ...valuesFlags,
  'create-namespace': { kind: 'boolean', summary: 'make the namespace when it is missing' },
  'dependency-update': { kind: 'boolean', summary: 'fetch missing dependencies first' },
  description: { kind: 'string', value: 'text', summary: 'a note kept with the release' },
  'disable-openapi-validation': { kind: 'boolean', summary: "leave the cluster's schema out of the checks" },
  'dry-run': {
    kind: 'string',
    bare: 'unset',
    value: 'client|server|none',
    summary: 'change nothing on the cluster',
  },
  'enable-dns': { kind: 'boolean', summary: 'let templates look up host names' },
  'force-conflicts': { kind: 'boolean', summary: 'take over fields that others own' },
  'force-replace': { kind: 'boolean', summary: 'replace objects instead of patching' },
  force: {
    kind: 'boolean',
    summary: 'the same as --force-replace',
    deprecated: 'use --force-replace instead',
    isHidden: true,
  },
  'hide-notes': { kind: 'boolean', summary: 'leave the notes out' },
  labels: { kind: 'pairs', short: 'l', value: 'key=value', summary: 'labels of the release record' },
  'no-hooks': { kind: 'boolean', summary: 'leave hooks out' },
  'post-renderer': { kind: 'array', value: 'program', summary: 'program (or plugin) that edits the manifests' },
  'post-renderer-args': { kind: 'array', value: 'arg', summary: 'arguments of the post-renderer' },
  'render-subchart-notes': { kind: 'boolean', summary: 'notes of subcharts too' },
  'rollback-on-failure': { kind: 'boolean', summary: 'undo everything when something goes wrong' },
  atomic: {
    kind: 'boolean',
    summary: 'the same as --rollback-on-failure',
    deprecated: 'use --rollback-on-failure instead',
    isHidden: true,
  },
  'server-side': { kind: 'string', bare: 'true', value: 'true|false|auto', summary: 'apply on the server' },
  'skip-crds': { kind: 'boolean', summary: 'leave crds/ out' },
  'skip-schema-validation': { kind: 'boolean', summary: 'do not check values against values.schema.json' },
  'take-ownership': { kind: 'boolean', summary: 'adopt objects of others' },
  timeout: { kind: 'duration', default: '5m0s', summary: 'longest wait for one operation' },
  wait: { kind: 'string', bare: 'watcher', value: 'watcher|legacy|hookOnly', summary: 'wait until all is ready' },
  'wait-for-jobs': { kind: 'boolean', summary: 'with --wait, wait for jobs too' },
} as const satisfies Flags
