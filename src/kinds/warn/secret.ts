import type { KubeObject } from '#kube'
import { mapAt, textAt } from '../read.ts'

/** A sentence about a pair for TLS in which there is no certificate or no key (crypto/tls X509KeyPair). */
export function secretWarnings(object: KubeObject): readonly string[] {
  if (textAt(object, 'type') !== 'kubernetes.io/tls') return []
  const data = mapAt(object, 'data')
  const fault = certificateFault(blockTypes(textAt(data, 'tls.crt'))) ?? keyFault(blockTypes(textAt(data, 'tls.key')))
  return fault === undefined ? [] : [`tls: ${fault}`]
}

/** Types of the PEM blocks in a value. */
function blockTypes(value: string): readonly string[] {
  const text = Buffer.from(value, 'base64').toString('latin1')
  return [...text.matchAll(/^-----BEGIN ([^\n]{0,100}?)-----[ \t\r]*$/gm)].map(([, type = '']) => type)
}

function certificateFault(types: readonly string[]): string | undefined {
  if (types.includes('CERTIFICATE')) return undefined
  if (types.length === 0) return 'failed to find any PEM data in certificate input'
  if (types.length === 1 && types[0]?.endsWith('PRIVATE KEY') === true) {
    return 'failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched'
  }
  return `failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [${types.join(' ')}]`
}

function keyFault(types: readonly string[]): string | undefined {
  if (types.some((type) => type === 'PRIVATE KEY' || type.endsWith(' PRIVATE KEY'))) return undefined
  if (types.length === 0) return 'failed to find any PEM data in key input'
  if (types.length === 1 && types[0] === 'CERTIFICATE') {
    return 'found a certificate rather than a key in the PEM for the private key'
  }
  return `failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: [${types.join(' ')}]`
}
