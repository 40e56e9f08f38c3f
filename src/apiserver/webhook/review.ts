import {
  type GroupVersionKind,
  goQuote,
  isMap,
  type Json,
  type JsonObject,
  type KubeObject,
  textAt,
  valueAt,
} from '#kube'
import type { AdmissionRequest } from '../contract/admission.ts'
import type { MatchedVersion } from './equivalent.ts'
import { namespaceOf } from './rule.ts'

/** Versions of AdmissionReview that are spoken. */
export type ReviewVersion = 'v1' | 'v1beta1'

/** What a review tells of a request. */
export interface ReviewSubject {
  readonly request: AdmissionRequest
  readonly matched: MatchedVersion
  readonly object: KubeObject | undefined
  readonly oldObject: KubeObject | undefined
}

/** What a webhook decided. */
export interface Verdict {
  readonly isAllowed: boolean
  /** JSON text of a JSON patch; empty: none. */
  readonly patch: string
  readonly patchType: string
  readonly result: JsonObject | undefined
  readonly warnings: readonly string[]
  readonly annotations: Readonly<Record<string, string>>
}

/** The first version of a webhook's list that is spoken. */
export function reviewVersionOf(versions: readonly string[]): ReviewVersion | undefined {
  return versions.find((version): version is ReviewVersion => version === 'v1' || version === 'v1beta1')
}

/** The AdmissionReview to send, as JSON text. */
export function reviewText(version: ReviewVersion, uid: string, subject: ReviewSubject): string {
  const { object, oldObject } = subject
  const { dryRun, options = null, ...fields } = requestFields(subject)
  return JSON.stringify({
    kind: 'AdmissionReview',
    apiVersion: `admission.k8s.io/${version}`,
    request: { uid, ...fields, object: object ?? null, oldObject: oldObject ?? null, dryRun, options },
  })
}

/** An AdmissionRequest without its objects, as webhooks and expressions see it. */
export function requestFields({ request, matched }: Pick<ReviewSubject, 'request' | 'matched'>): JsonObject {
  const namespace = namespaceOf(request)
  const { options, subresource } = request
  return {
    kind: kindOf(matched.gvk),
    resource: { ...matched.resource },
    ...(subresource !== '' && { subResource: subresource }),
    requestKind: kindOf(request.gvk),
    requestResource: { ...request.resource },
    ...(subresource !== '' && { requestSubResource: subresource }),
    ...(request.name !== '' && { name: request.name }),
    ...(namespace !== '' && { namespace }),
    operation: request.operation,
    userInfo: userInfo(request),
    dryRun: request.dryRun,
    ...(Object.keys(options).length > 0 && { options }),
  }
}

/** What an answer says. Throws an Error in upstream's words where it breaks the protocol (VerifyAdmissionResponse). */
export function readVerdict(
  answer: Json,
  { version, uid, isMutating }: { readonly version: ReviewVersion; readonly uid: string; readonly isMutating: boolean },
): Verdict {
  const response = valueAt(answer, 'response')
  if (!isMap(response)) throw new Error('webhook response was absent')
  const patch = decoded(valueAt(response, 'patch'))
  const patchType = valueAt(response, 'patchType') ?? undefined
  if (version === 'v1') checkAnswer(answer, response, uid)
  if (version === 'v1') checkPatch(isMutating, patch, patchType)
  const annotations = valueAt(response, 'auditAnnotations')
  const warnings = valueAt(response, 'warnings')
  const result = valueAt(response, 'status')
  return {
    isAllowed: valueAt(response, 'allowed') === true,
    patch: isMutating ? patch : '',
    patchType: version === 'v1' && typeof patchType === 'string' ? patchType : 'JSONPatch',
    result: isMap(result) ? result : undefined,
    warnings: Array.isArray(warnings) ? warnings.filter((text) => typeof text === 'string') : [],
    annotations: isMap(annotations) ? textsOf(annotations) : {},
  }
}

function kindOf({ group, version, kind }: GroupVersionKind): JsonObject {
  return { group, version, kind }
}

function userInfo({ user }: AdmissionRequest): JsonObject {
  const { extra } = user
  return {
    ...(user.name !== '' && { username: user.name }),
    ...(user.uid !== undefined && user.uid !== '' && { uid: user.uid }),
    ...(user.groups.length > 0 && { groups: [...user.groups] }),
    ...(extra !== undefined &&
      Object.keys(extra).length > 0 && {
        extra: Object.fromEntries(Object.entries(extra).map(([key, values]) => [key, [...values]])),
      }),
  }
}

function checkAnswer(answer: Json, response: JsonObject, uid: string): void {
  const given = valueAt(response, 'uid')
  if (given !== uid) {
    throw new Error(`expected response.uid=${goQuote(uid)}, got ${goQuote(typeof given === 'string' ? given : '')}`)
  }
  const [apiVersion, kind] = [textAt(answer, 'apiVersion'), textAt(answer, 'kind')]
  if (apiVersion !== 'admission.k8s.io/v1' || kind !== 'AdmissionReview') {
    const expected = 'admission.k8s.io/v1, Kind=AdmissionReview'
    const shown = apiVersion.includes('/') ? apiVersion : `/${apiVersion}`
    throw new Error(`expected webhook response of ${expected}, got ${shown}, Kind=${kind}`)
  }
}

function checkPatch(isMutating: boolean, patch: string, patchType: Json | undefined): void {
  const has = patch !== ''
  if (!isMutating) {
    if (has) throw new Error('validating webhook may not return response.patch')
    if (patchType !== undefined) throw new Error('validating webhook may not return response.patchType')
    return
  }
  if (has && patchType === undefined) throw new Error('webhook returned response.patch but not response.patchType')
  if (!has && patchType !== undefined) throw new Error('webhook returned response.patchType but not response.patch')
  if (patchType === '') throw new Error('webhook returned invalid response.patchType of ""')
}

function decoded(patch: Json | undefined): string {
  return typeof patch === 'string' ? Buffer.from(patch, 'base64').toString('utf8') : ''
}

function textsOf(map: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(map).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
