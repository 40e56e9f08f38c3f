import { type GroupVersionKind, notAcceptable } from '#kube'
import type { ApiRequest } from '../contract/http.ts'
import { type Clause, parseAccept } from './accept.ts'

/** How values travel. */
export type Encoding = 'json' | 'yaml' | 'protobuf'

/** The form a client gets its answer in. */
export interface Media {
  readonly encoding: Encoding
  readonly isPretty: boolean
  /** True when `;stream=watch` was asked for. */
  readonly isStream: boolean
  /** What objects become on the way: `Table`, `PartialObjectMetadata`, `PartialObjectMetadataList`. */
  readonly as?: GroupVersionKind
}

/** What an endpoint can give. */
export interface Offer {
  readonly encodings: readonly Encoding[]
  /** Whether objects may become this on the way in this encoding. */
  allows(as: GroupVersionKind, encoding: Encoding): boolean
}

/** Content type of each encoding. */
export const contentTypes: Readonly<Record<Encoding, string>> = {
  json: 'application/json',
  yaml: 'application/yaml',
  protobuf: 'application/vnd.kubernetes.protobuf',
}

/** Content type of a stream of watch events (apiserver's serveWatchHandler). */
export const streamContentTypes: Readonly<Record<Exclude<Encoding, 'yaml'>, string>> = {
  json: 'application/json',
  protobuf: 'application/vnd.kubernetes.protobuf;stream=watch',
}

/** What every stored kind offers: all encodings, tables (never in protobuf) and bare metadata. */
export const objectOffer: Offer = {
  encodings: ['json', 'yaml', 'protobuf'],
  allows: ({ group, version, kind }, encoding) =>
    group === 'meta.k8s.io' &&
    (version === 'v1' || version === 'v1beta1') &&
    (kind === 'Table' ? encoding !== 'protobuf' : kind.startsWith('PartialObjectMetadata') && metadataKinds.has(kind)),
}

/** Objects as they are: kinds without a table (reviews), and errors. */
export const plainOffer: Offer = { encodings: ['json', 'yaml', 'protobuf'], allows: () => false }

/** Chooses the form of an answer. Throws 406 when nothing that the client accepts is on offer. */
export function negotiate(request: ApiRequest, offer: Offer): Media {
  const accept = headerText(request.headers['accept'])
  const media = accept === '' ? bareMedia(offer) : chosen(accept, offer)
  if (media === undefined) throw notAcceptable(offer.encodings.map((encoding) => contentTypes[encoding]))
  return !media.isPretty && media.encoding === 'json' && wantsPretty(request) ? { ...media, isPretty: true } : media
}

/** Chooses the form of a watch: text of JSON or frames of protobuf; YAML has no stream. Throws 406. */
export function negotiateStream(request: ApiRequest, offer: Offer): Media {
  const accept = headerText(request.headers['accept'])
  const media = accept === '' ? bareMedia(offer) : chosen(accept, offer)
  if (media !== undefined && media.encoding !== 'yaml') return media
  throw notAcceptable(
    offer.encodings.flatMap((encoding) => (encoding === 'yaml' ? [] : [`${contentTypes[encoding]};stream=watch`])),
  )
}

/** The text of a header that may have been sent more than once. */
export function headerText(value: string | readonly string[] | undefined): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? value : value.join(', ')
}

const metadataKinds = new Set(['PartialObjectMetadata', 'PartialObjectMetadataList'])
const bareJson: Media = { encoding: 'json', isPretty: false, isStream: false }

function bareMedia({ encodings }: Offer): Media | undefined {
  const encoding = encodings[0]
  return encoding === undefined || encoding === 'json' ? bareJson : { ...bareJson, encoding }
}

function chosen(accept: string, offer: Offer): Media | undefined {
  if (accept === 'application/json' || accept === '*/*') return bareMedia(offer)
  for (const clause of parseAccept(accept)) {
    for (const encoding of offer.encodings) {
      const media = matches(clause, encoding) ? mediaOf(clause, encoding, offer) : undefined
      if (media !== undefined) return media
    }
  }
  return undefined
}

function matches({ type, subtype }: Clause, encoding: Encoding): boolean {
  if (type === '*') return subtype === '*'
  return type === 'application' && (subtype === '*' || contentTypes[encoding] === `application/${subtype}`)
}

function mediaOf({ parameters }: Clause, encoding: Encoding, offer: Offer): Media | undefined {
  const { as, g, v, stream, sv, pretty } = parameters
  if (stream !== undefined && stream !== '' && stream !== 'watch') return undefined
  if (sv !== undefined && sv !== '' && sv !== 'v1') return undefined
  const media = { encoding, isPretty: pretty === '1', isStream: stream === 'watch' }
  if (as === undefined && g === undefined && v === undefined) return media
  const target = { group: g ?? '', version: v ?? '', kind: as ?? '' }
  return offer.allows(target, encoding) ? { ...media, as: target } : undefined
}

/** `?pretty=true`, or a browser or curl that says nothing of it. */
function wantsPretty({ query, headers }: ApiRequest): boolean {
  const asked = query.get('pretty')
  if (asked !== null && asked !== '') return /^(1|t|true)$/i.test(asked)
  return /^(curl|Wget|Mozilla\/5\.0)/.test(headerText(headers['user-agent']))
}
