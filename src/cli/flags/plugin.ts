import type { Flags } from '../frame/flag.ts'
import { networkFlags } from './network.ts'

const keyring = { kind: 'string', value: 'file', summary: 'keys to sign or check with' } as const

/** The flags of `plugin install`. */
export const pluginInstallFlags = {
  ...networkFlags,
  keyring,
  verify: { kind: 'boolean', default: true, summary: 'check the signature first (Helm 4)' },
  version: { kind: 'string', value: 'range', summary: 'version, or range of versions, of a git repository' },
} as const satisfies Flags

/** The flags of `plugin package`. */
export const pluginPackageFlags = {
  destination: { kind: 'string', short: 'd', value: 'dir', default: '.', summary: 'where the archive goes' },
  key: { kind: 'string', value: 'name', summary: 'user id of the key to sign with' },
  keyring,
  'passphrase-file': { kind: 'string', value: 'file', summary: "the key's passphrase; - is stdin" },
  sign: { kind: 'boolean', default: true, summary: 'write a signed provenance file too' },
} as const satisfies Flags

/** The flags of `plugin verify`. */
export const pluginVerifyFlags = { keyring } as const satisfies Flags
