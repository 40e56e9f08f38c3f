import type { Clock } from '#kube'
import { type CertificateOrder, type Certificates, readyCertificates } from '../state/certificates.ts'

/** What keeps certificates young. */
export interface Renewal {
  readonly clock: Clock
  readonly order: () => CertificateOrder
  /** Called with the certificates as they are, after each look. */
  readonly use: (certificates: Certificates) => Promise<void>
  readonly onError: (error: unknown) => void
}

const LOOK_MS = 6 * 3_600_000

/** Looks a few times a day whether a certificate is due and makes new ones. Returns how to stop. */
export function keepRenewed(renewal: Renewal): () => void {
  const { clock, order, use, onError } = renewal
  if (order().folder === undefined) return () => undefined
  let cancel = clock.setTimer(LOOK_MS, look)
  function look(): void {
    readyCertificates(order()).then(use).catch(onError)
    cancel = clock.setTimer(LOOK_MS, look)
  }
  return () => cancel()
}
