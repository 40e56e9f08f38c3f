/** Who asks (authentication.k8s.io/v1 UserInfo). */
export interface User {
  readonly name: string
  readonly uid?: string
  readonly groups: readonly string[]
  readonly extra?: Readonly<Record<string, readonly string[]>>
}

/** What a verified client certificate says; `commonName` is never empty. */
export interface ClientCertificate {
  readonly commonName: string
  readonly organizations: readonly string[]
  readonly serialNumber: string
  /** SHA-256 of the certificate, hex. */
  readonly fingerprint: string
  /** True when an authority of front proxies signed it: it names nobody, but may speak for others. */
  readonly isFrontProxy?: boolean
}
