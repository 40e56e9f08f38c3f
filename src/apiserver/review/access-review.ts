import { asMap, mapAt, textAt, textsAt } from '#kinds'
import { badRequest, type Finding, invalid, type Json, type JsonObject, labelSelectorOf } from '#kube'
import type { Attributes, Authorizer, Decision } from '../contract/access.ts'
import type { SpecialCall, SpecialEndpoint } from '../contract/registry.ts'
import type { User } from '../contract/user.ts'

const GROUP = 'authorization.k8s.io'

/** SubjectAccessReview, LocalSubjectAccessReview and SelfSubjectAccessReview: may somebody do something? */
export function accessReviews(authorizer: Authorizer): readonly SpecialEndpoint[] {
  const review = (resource: string, subjectOf: (call: SpecialCall) => User): SpecialEndpoint => ({
    ...{ group: GROUP, resource, subresource: '' },
    create: async (call) => {
      const user = subjectOf(call)
      const decision = await authorizer.authorize(attributesOf(mapAt(call.object, 'spec'), user))
      return { object: { ...call.object, status: statusOf(decision) } }
    },
  })
  return [
    review('subjectaccessreviews', (call) => checkedSubject(call, 'SubjectAccessReview')),
    review('localsubjectaccessreviews', localSubject),
    review('selfsubjectaccessreviews', (call) => {
      refuse(call, 'SelfSubjectAccessReview', placeFindings(mapAt(call.object, 'spec')))
      return call.context.user
    }),
  ]
}

function statusOf({ answer, reason }: Decision): JsonObject {
  return {
    allowed: answer === 'allow',
    ...(answer === 'deny' && { denied: true }),
    ...(reason !== undefined && reason !== '' && { reason }),
  }
}

function localSubject(call: SpecialCall): User {
  const user = checkedSubject(call, 'LocalSubjectAccessReview')
  const namespace = textAt(mapAt(call.object, 'spec', 'resourceAttributes'), 'namespace')
  if (namespace !== call.namespace) {
    throw badRequest(`spec.resourceAttributes.namespace must match namespace: ${call.namespace}`)
  }
  return user
}

function checkedSubject(call: SpecialCall, kind: string): User {
  const spec = mapAt(call.object, 'spec')
  const findings = placeFindings(spec)
  const groups = textsAt(spec, 'groups')
  if (textAt(spec, 'user') === '' && groups.length === 0) {
    const detail = 'at least one of user or group must be specified'
    findings.push({ field: 'spec.user', type: 'invalid', value: '', detail })
  }
  if (kind === 'LocalSubjectAccessReview' && spec['nonResourceAttributes'] !== undefined) {
    const detail = 'disallowed on this kind of request'
    findings.push({
      field: 'spec.nonResourceAttributes',
      type: 'invalid',
      value: asMap(spec['nonResourceAttributes']),
      detail,
    })
  }
  refuse(call, kind, findings)
  const extra = mapAt(spec, 'extra') as unknown as Readonly<Record<string, readonly string[]>>
  const uid = textAt(spec, 'uid')
  return {
    name: textAt(spec, 'user'),
    groups,
    ...(uid !== '' && { uid }),
    ...(Object.keys(extra).length > 0 && { extra }),
  }
}

function placeFindings(spec: JsonObject): Finding[] {
  const [resource, path] = [spec['resourceAttributes'], spec['nonResourceAttributes']]
  if (resource !== undefined && path !== undefined) {
    const detail = 'cannot be specified in combination with resourceAttributes'
    return [{ field: 'spec.nonResourceAttributes', type: 'invalid', value: path, detail }]
  }
  if (resource !== undefined || path !== undefined) return []
  const detail = 'exactly one of nonResourceAttributes or resourceAttributes must be specified'
  return [{ field: 'spec.resourceAttributes', type: 'invalid', value: null, detail }]
}

function refuse({ object }: SpecialCall, kind: string, findings: readonly Finding[]): void {
  if (findings.length > 0) throw invalid({ group: GROUP, kind }, textAt(asMap(object.metadata), 'name'), findings)
}

/** What the authorizer is asked, from the spec of a review. */
function attributesOf(spec: JsonObject, user: User): Attributes {
  const path = spec['nonResourceAttributes']
  if (path !== undefined) {
    const asked = asMap(path)
    return { ...NOTHING, user, isResource: false, verb: textAt(asked, 'verb'), path: textAt(asked, 'path') }
  }
  const asked = mapAt(spec, 'resourceAttributes')
  const text = (key: string): string => textAt(asked, key)
  const fieldSelector = fieldSelectorText(mapAt(asked, 'fieldSelector'))
  const labelSelector = labelSelectorText(mapAt(asked, 'labelSelector'))
  return {
    ...{ ...NOTHING, user, isResource: true, verb: text('verb') },
    ...{ group: text('group'), version: text('version'), resource: text('resource'), subresource: text('subresource') },
    ...{ namespace: text('namespace'), name: text('name') },
    ...(fieldSelector !== '' && { fieldSelector }),
    ...(labelSelector !== '' && { labelSelector }),
  }
}

const NOTHING = { group: '', version: '', resource: '', subresource: '', namespace: '', name: '', path: '' }

function fieldSelectorText(selector: JsonObject): string {
  const raw = textAt(selector, 'rawSelector')
  if (raw !== '') return raw
  const requirements = Array.isArray(selector['requirements']) ? selector['requirements'].map(asMap) : []
  return requirements
    .filter((one) => textAt(one, 'operator') === 'In' && textsAt(one, 'values').length === 1)
    .map((one) => `${textAt(one, 'key')}=${textsAt(one, 'values').join('')}`)
    .join(',')
}

function labelSelectorText(selector: JsonObject): string {
  const raw = textAt(selector, 'rawSelector')
  if (raw !== '') return raw
  const matchExpressions: Json = selector['requirements'] ?? []
  try {
    return labelSelectorOf({ matchExpressions }).text
  } catch {
    // Requirements that cannot be read narrow nothing.
    return ''
  }
}
