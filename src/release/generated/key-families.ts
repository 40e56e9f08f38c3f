import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'

/** More texts than that are one family: each is held against each. */
const MAX_TEXTS = 200

/**
 * Which of these texts, that hold keys and certificates, belong together: the number of its family for each. A certificate
 * belongs to its key, to its issuer's, and to every other place where the same stands.
 */
export function keyFamilies(texts: readonly string[]): readonly number[] {
  if (texts.length > MAX_TEXTS) return texts.map(() => 0)
  const holders = texts.map(readBlocks)
  // What cannot be read may belong to anything.
  if (holders.some(({ isReadable }) => !isReadable)) return texts.map(() => 0)
  const family = texts.map((_, at) => at)
  for (const [one, mine] of holders.entries()) {
    for (const [other, theirs] of holders.entries()) {
      if (other !== one && family[one] !== family[other] && areRelated(mine, theirs)) unite(family, one, other)
    }
  }
  return family
}

interface Blocks {
  readonly isReadable: boolean
  /** Public keys, of certificates and of private keys. */
  readonly names: ReadonlySet<string>
  readonly publicKeys: readonly KeyObject[]
  readonly certificates: readonly X509Certificate[]
}

function readBlocks(text: string): Blocks {
  const [names, publicKeys, certificates] = [new Set<string>(), [] as KeyObject[], [] as X509Certificate[]]
  let isReadable = true
  for (const [block, label = ''] of text.matchAll(PEM)) {
    try {
      const certificate = label === 'CERTIFICATE' ? new X509Certificate(block) : undefined
      const key = certificate?.publicKey ?? createPublicKey(block)
      if (certificate !== undefined) certificates.push(certificate)
      publicKeys.push(key)
      names.add(key.export({ type: 'spki', format: 'der' }).toString('base64'))
    } catch {
      isReadable = false
    }
  }
  return { isReadable, names, publicKeys, certificates }
}

const PEM = /-----BEGIN ([A-Z0-9 ]+)-----[^-]*-----END \1-----/g

/** Whether one holds a key of the other, or a certificate that a key of the other has signed. */
function areRelated(one: Blocks, other: Blocks): boolean {
  if (!one.names.isDisjointFrom(other.names)) return true
  return one.certificates.some((certificate) => other.publicKeys.some((key) => isSignedBy(certificate, key)))
}

function isSignedBy(certificate: X509Certificate, key: KeyObject): boolean {
  try {
    return certificate.verify(key)
  } catch {
    return false // Keys of another kind than the signature's.
  }
}

/** Gives all of one family the number of the other (mutates). */
function unite(family: number[], one: number, other: number): void {
  const [from, to] = [family[one] as number, family[other] as number]
  family.forEach((number, at) => {
    if (number === from) family[at] = to
  })
}
