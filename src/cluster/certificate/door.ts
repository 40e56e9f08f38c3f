export { type Authority, createAuthority, type KeyPair, readAuthority } from './authority.ts'
export type { KeyUsage } from './certificate.ts'
export { createKey } from './key.ts'
export { isIssuedBy, isRenewalDue, lifetimeOf } from './renewal.ts'
