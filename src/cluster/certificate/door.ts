export {
  type Authority,
  CertificateError,
  type ClientOrder,
  createAuthority,
  type KeyPair,
  type RequestGrant,
  readAuthority,
  type ServerOrder,
  type Validity,
} from './authority.ts'
export type { KeyUsage } from './certificate.ts'
export { createKey, type PrivateKey, readKey } from './key.ts'
export { isIssuedBy, isRenewalDue, type Lifetime, lifetimeOf, renewalTimeMs } from './renewal.ts'
