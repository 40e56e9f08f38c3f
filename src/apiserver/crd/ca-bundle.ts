import { X509Certificate } from 'node:crypto'

/** Whether a bundle (base64 of PEM, as a client config has it) is empty or holds certificates that can be read. */
export function isBundleValid(bundle: string): boolean {
  return bundle === '' || bundleFault(bundle) === undefined
}

/** Why a bundle is none, in the words of the API server; undefined for a good one. */
export function bundleFault(bundle: string): string | undefined {
  const text = Buffer.from(bundle, 'base64').toString('latin1')
  if (text.trim() === '') return undefined
  const blocks = text.match(block) ?? []
  if (blocks.length === 0) return 'unable to load root certificates: unable to parse bytes as PEM block'
  try {
    for (const pem of blocks) new X509Certificate(pem)
    return undefined
  } catch (cause) {
    return `unable to load root certificates: failed to parse certificate: ${cause instanceof Error ? cause.message : String(cause)}`
  }
}

const block = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g
