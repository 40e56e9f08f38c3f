import type { Flags } from '../frame/flag.ts'

/** Accepted by every command. Names and meanings are Helm's; `--compat` and `--json` are ours. */
export const globalFlags = {
  'burst-limit': { kind: 'integer', default: 100, summary: 'requests to the cluster before throttling begins' },
  color: { kind: 'string', choices: ['auto', 'always', 'never'], default: 'auto', summary: 'colour the output' },
  colour: { kind: 'string', choices: ['auto', 'always', 'never'], summary: 'the same as --color', isHidden: true },
  compat: {
    kind: 'string',
    choices: ['helm3', 'helm4'],
    default: 'helm4',
    summary: 'whose output and messages to match where Helm 3.17 and 4.1 differ',
  },
  'content-cache': { kind: 'string', value: 'dir', summary: 'where downloaded charts are kept' },
  debug: { kind: 'boolean', summary: 'say more on stderr' },
  help: { kind: 'boolean', short: 'h', summary: 'print the help of a command' },
  json: { kind: 'boolean', summary: 'print errors (and results that have data) as JSON' },
  'kube-apiserver': { kind: 'string', value: 'url', summary: 'address of the Kubernetes API server' },
  'kube-as-group': { kind: 'array', value: 'group', summary: 'group to impersonate' },
  'kube-as-user': { kind: 'string', value: 'user', summary: 'user to impersonate' },
  'kube-ca-file': { kind: 'string', value: 'file', summary: 'certificate authority of the API server' },
  'kube-context': { kind: 'string', value: 'name', summary: 'context of the kubeconfig to use' },
  'kube-insecure-skip-tls-verify': { kind: 'boolean', summary: "trust the API server's certificate unseen" },
  'kube-tls-server-name': { kind: 'string', value: 'name', summary: 'name the certificate must carry' },
  'kube-token': { kind: 'string', value: 'token', summary: 'bearer token for the API server' },
  kubeconfig: { kind: 'string', value: 'file', summary: 'the kubeconfig file' },
  namespace: { kind: 'string', short: 'n', value: 'name', summary: 'namespace of the release' },
  qps: { kind: 'number', value: 'number', summary: 'requests a second to the cluster' },
  'registry-config': { kind: 'string', value: 'file', summary: 'credentials of OCI registries' },
  'repository-cache': { kind: 'string', value: 'dir', summary: 'where repository indexes are kept' },
  'repository-config': { kind: 'string', value: 'file', summary: 'names and addresses of chart repositories' },
} as const satisfies Flags
