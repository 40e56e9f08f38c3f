import type { Flags } from '../frame/flag.ts'

/** The flags of `kustomize build`, as the reference has them. */
export const kustomizeFlags = {
  'as-current-user': { kind: 'boolean', summary: 'run container functions as the present user' },
  'enable-alpha-plugins': { kind: 'boolean', summary: 'allow plugins that are not built in' },
  'enable-exec': {
    kind: 'boolean',
    summary: 'run functions that are programs; not for kustomizations that you do not trust',
  },
  'enable-helm': { kind: 'boolean', summary: 'render the charts that the kustomization names' },
  'enable-managedby-label': {
    kind: 'boolean',
    summary: 'add the label app.kubernetes.io/managed-by',
    isHidden: true,
  },
  env: {
    kind: 'array',
    short: 'e',
    value: 'name=value',
    summary: 'environment of functions; a name alone takes its value from here',
  },
  'function-timeout': {
    kind: 'duration',
    value: 'duration',
    summary: 'how long a function or plugin may run; default: 1m, and 5m for a container',
  },
  explain: {
    kind: 'string',
    value: 'KIND/NAME:PATH',
    summary: 'say who wrote a field, in order, in place of the objects; KIND/NAME lists all fields',
  },
  'helm-api-versions': { kind: 'array', value: 'version', summary: 'further .Capabilities.APIVersions of charts' },
  'helm-command': {
    kind: 'string',
    value: 'program',
    default: 'helm',
    summary: 'accepted: charts are rendered by berth itself',
  },
  'helm-debug': { kind: 'boolean', summary: 'accepted: say more of charts' },
  'helm-kube-version': { kind: 'string', value: 'version', summary: '.Capabilities.KubeVersion of charts' },
  'load-restrictor': {
    kind: 'string',
    value: 'rule',
    default: 'LoadRestrictionsRootOnly',
    summary: 'LoadRestrictionsNone lets files lie outside of the folder',
  },
  mount: { kind: 'array', value: 'options', summary: 'storage of container functions: type=bind,src=data,dst=/data' },
  network: { kind: 'boolean', summary: 'give the network to container functions that ask for it' },
  'network-name': { kind: 'string', value: 'name', default: 'bridge', summary: 'accepted: network of functions' },
  output: {
    kind: 'string',
    short: 'o',
    value: 'path',
    summary: 'write to this file, or one file an object into a folder',
  },
  watch: { kind: 'boolean', summary: 'go on: build again whenever a file that took part changes' },
  reorder: { kind: 'string', value: 'order', default: 'legacy', summary: 'none or legacy', isHidden: true },
} as const satisfies Flags
