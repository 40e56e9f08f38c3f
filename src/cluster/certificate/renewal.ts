import { X509Certificate } from 'node:crypto'

/** From when to when the first certificate of a PEM text holds, in milliseconds since the epoch. */
export interface Lifetime {
  readonly notBeforeMs: number
  readonly notAfterMs: number
}

/** Reads the lifetime of a certificate. Throws node:crypto's error when it is none. */
export function lifetimeOf(pem: string): Lifetime {
  const certificate = new X509Certificate(pem)
  return { notBeforeMs: Date.parse(certificate.validFrom), notAfterMs: Date.parse(certificate.validTo) }
}

/** When to make a new one: after seven tenths of its life, long before anybody is refused. */
export function renewalTimeMs({ notBeforeMs, notAfterMs }: Lifetime): number {
  return notBeforeMs + Math.floor((notAfterMs - notBeforeMs) * 0.7)
}

/** Whether a certificate shall be replaced now: it is due, over, or cannot be read. */
export function isRenewalDue(pem: string, nowMs: number): boolean {
  try {
    return nowMs >= renewalTimeMs(lifetimeOf(pem))
  } catch {
    return true
  }
}

/** Whether a certificate was signed by an authority's certificate (both PEM); false for what cannot be read. */
export function isIssuedBy(pem: string, authorityPem: string): boolean {
  try {
    const authority = new X509Certificate(authorityPem)
    const certificate = new X509Certificate(pem)
    return certificate.checkIssued(authority) && certificate.verify(authority.publicKey)
  } catch {
    return false
  }
}
