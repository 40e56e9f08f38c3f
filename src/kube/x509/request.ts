import { type DerElement, readDer, readOid, readOneDer } from './der.ts'
import { readPem } from './pem.ts'

/** What a PKCS#10 certificate request asks for. The signature has not been looked at. */
export interface CertificateRequest {
  readonly commonName: string
  readonly organizations: readonly string[]
  readonly dnsNames: readonly string[]
  readonly emails: readonly string[]
  readonly uris: readonly string[]
  /** Addresses of 4 or 16 bytes. */
  readonly addresses: readonly Uint8Array[]
  /** The subject as it was written, in DER. */
  readonly subject: Uint8Array
  /** SubjectPublicKeyInfo in DER. */
  readonly publicKey: Uint8Array
  /** The bytes that are signed. */
  readonly body: Uint8Array
  readonly signature: Uint8Array
  /** Dotted identifier of the signature's algorithm. */
  readonly algorithm: string
}

const COMMON_NAME = '2.5.4.3'
const ORGANIZATION = '2.5.4.10'
const EXTENSION_REQUEST = '1.2.840.113549.1.9.14'
const ALTERNATIVE_NAMES = '2.5.29.17'

/** Why a text is no certificate request: the words of Go's parser where Kubernetes shows them. */
export class CertificateRequestError extends Error {
  readonly code = 'malformed'
}

/** Reads the first block of a PEM text. Throws CertificateRequestError. Source: RFC 2986. */
export function readCertificateRequest(pem: string): CertificateRequest {
  const [block] = readPem(pem)
  if (block?.label !== 'CERTIFICATE REQUEST') {
    throw new CertificateRequestError('PEM block type must be CERTIFICATE REQUEST')
  }
  try {
    return requestOf(block.bytes)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new CertificateRequestError('asn1: structure error: malformed certificate request', { cause })
  }
}

function requestOf(bytes: Uint8Array): CertificateRequest {
  const [body, algorithm, signature] = readDer(readOneDer(bytes).contents)
  const [version, subject, publicKey, ...rest] = body === undefined ? [] : readDer(body.contents)
  if (!body || !algorithm || signature?.tag !== 0x03 || version?.tag !== 0x02) throw new RangeError('malformed')
  if (subject?.tag !== 0x30 || publicKey?.tag !== 0x30) throw new RangeError('malformed')
  return {
    commonName: namesIn(subject, COMMON_NAME).at(-1) ?? '',
    organizations: namesIn(subject, ORGANIZATION),
    ...alternativesIn(rest.find(({ tag }) => tag === 0xa0)),
    subject: subject.whole,
    publicKey: publicKey.whole,
    body: body.whole,
    signature: signature.contents.subarray(1),
    algorithm: readOid(readDer(algorithm.contents)[0]?.contents ?? new Uint8Array()),
  }
}

/** The values of one attribute type of a name. */
function namesIn(name: DerElement, type: string): string[] {
  return readDer(name.contents)
    .flatMap((set) => readDer(set.contents))
    .map((attribute) => readDer(attribute.contents))
    .filter(([id]) => id !== undefined && readOid(id.contents) === type)
    .map(([, value]) => textOf(value))
}

function textOf(element: DerElement | undefined): string {
  if (element === undefined) throw new RangeError('malformed')
  // BMPString and UniversalString are not taken, as Go takes none.
  return new TextDecoder(element.tag === 0x14 ? 'latin1' : 'utf-8').decode(element.contents)
}

type Alternatives = Pick<CertificateRequest, 'dnsNames' | 'emails' | 'uris' | 'addresses'>

function alternativesIn(attributes: DerElement | undefined): Alternatives {
  const names = attributes === undefined ? [] : readDer(attributes.contents).flatMap(namesOfAttribute)
  const texts = (tag: number): string[] => names.filter((name) => name.tag === tag).map(textOf)
  return {
    emails: texts(0x81),
    dnsNames: texts(0x82),
    uris: texts(0x86),
    addresses: names.filter(({ tag }) => tag === 0x87).map(({ contents }) => contents),
  }
}

function namesOfAttribute(attribute: DerElement): DerElement[] {
  const [id, values] = readDer(attribute.contents)
  if (id === undefined || values === undefined || readOid(id.contents) !== EXTENSION_REQUEST) return []
  return readDer(values.contents)
    .flatMap((list) => readDer(list.contents))
    .map((extension) => readDer(extension.contents))
    .filter(([type]) => type !== undefined && readOid(type.contents) === ALTERNATIVE_NAMES)
    .flatMap((parts) => readDer(readOneDer(parts.at(-1)?.contents ?? new Uint8Array()).contents))
}
