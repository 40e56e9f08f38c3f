import type { Flags } from '../frame/flag.ts'

/** How to speak TLS to a server. */
export const tlsFlags = {
  'ca-file': { kind: 'string', value: 'file', summary: 'certificate authorities to trust' },
  'cert-file': { kind: 'string', value: 'file', summary: 'client certificate' },
  'key-file': { kind: 'string', value: 'file', summary: 'key of the client certificate' },
  'insecure-skip-tls-verify': { kind: 'boolean', summary: "trust the server's certificate unseen" },
} as const satisfies Flags

/** How to reach a repository or registry. */
export const networkFlags = {
  ...tlsFlags,
  'plain-http': { kind: 'boolean', summary: 'speak HTTP to the registry' },
  username: { kind: 'string', value: 'name', summary: 'user name at the repository' },
  password: { kind: 'string', value: 'text', summary: 'password at the repository' },
} as const satisfies Flags

/** Which chart a name means, and how it is checked. */
export const chartSourceFlags = {
  ...networkFlags,
  repo: { kind: 'string', value: 'url', summary: 'repository to look the chart up in' },
  version: { kind: 'string', value: 'range', summary: 'version, or range of versions, of the chart' },
  devel: { kind: 'boolean', summary: "pre-releases too, as --version '>0.0.0-0'" },
  verify: { kind: 'boolean', summary: "check the package's signature first" },
  keyring: { kind: 'string', value: 'file', summary: 'public keys to check signatures with' },
  'pass-credentials': { kind: 'boolean', summary: 'send the credentials to other hosts as well' },
} as const satisfies Flags
