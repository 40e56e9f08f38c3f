import { badRequest, type GroupVersionKind, isMap, type KubeObject, unsupportedMediaType } from '#kube'
import type { ApiRequest } from '../contract/http.ts'
import type { RestBody } from '../contract/rest.ts'
import { expectKind } from './expect-kind.ts'
import { contentTypes, headerText } from './media.ts'
import { type ParseOptions, parseJson } from './parse-json.ts'

/** The media types that bodies of objects may have. */
export const objectTypes: readonly string[] = Object.values(contentTypes)

/** The media types of patches; strategic merge is for built-in kinds only. */
export function patchTypes(isCustom: boolean): readonly string[] {
  const strategic = isCustom ? [] : ['application/strategic-merge-patch+json']
  return ['application/json-patch+json', 'application/merge-patch+json', ...strategic, 'application/apply-patch+yaml']
}

/**
 * Reads and decodes a body. `accepted` are the media types the endpoint takes; the first stands for an absent
 * Content-Type. Throws 415 for others, 413 past the limit, 400 for what cannot be read. `kind` names what was expected.
 */
export async function readRestBody(request: ApiRequest, accepted: readonly string[], kind: string): Promise<RestBody> {
  const mediaType = mediaTypeOf(request, accepted)
  const { bodyText } = request
  const bytes = bodyText === undefined || mediaType === contentTypes.protobuf ? await request.body() : noBytes
  if (mediaType === contentTypes.protobuf) return await protobufBody(bytes, mediaType)
  const text = bodyText ?? decoder.decode(bytes)
  const options = { kind, isStrict: isStrict(request) }
  if (mediaType.endsWith('yaml') && text.trimStart()[0] !== '{') return await yamlBody(text, mediaType, options)
  return { mediaType, text, ...parseJson(text, options) }
}

/** The same for endpoints that take an object of one kind and nothing else. Throws 400 when it is no such object. */
export async function readObject(request: ApiRequest, expected: GroupVersionKind): Promise<KubeObject> {
  const { value } = await readRestBody(request, objectTypes, expected.kind)
  if (!isMap(value)) throw badRequest(`the object provided is unrecognized (must be of type ${expected.kind})`)
  return expectKind(value, expected, otherVersions[expected.kind])
}

/** Kinds that an endpoint also takes at an older version. */
const otherVersions: Readonly<Record<string, readonly string[]>> = { Eviction: ['policy/v1beta1'] }

const decoder = new TextDecoder('utf-8')
const noBytes = new Uint8Array()

/** What was written from a value has no key twice: it is looked for only when asked. */
function isStrict({ query, bodyText }: ApiRequest): boolean {
  const validation = query.get('fieldValidation')
  return bodyText === undefined ? validation !== 'Ignore' : validation === 'Strict'
}

function mediaTypeOf(request: ApiRequest, accepted: readonly string[]): string {
  const header = headerText(request.headers['content-type'])
  const semicolon = header.indexOf(';')
  const mediaType = (semicolon < 0 ? header : header.slice(0, semicolon)).trim().toLowerCase()
  if (mediaType === '') return accepted[0] ?? contentTypes.json
  if (!accepted.includes(mediaType)) throw unsupportedMediaType(accepted)
  return mediaType
}

async function protobufBody(bytes: Uint8Array, mediaType: string): Promise<RestBody> {
  const { fromProtobuf } = await import('./protobuf.ts')
  return { mediaType, value: fromProtobuf(bytes), strictErrors: [] }
}

async function yamlBody(text: string, mediaType: string, options: ParseOptions): Promise<RestBody> {
  const { parseYaml } = await import('./parse-yaml.ts')
  return { mediaType, text, ...parseYaml(text, options) }
}
