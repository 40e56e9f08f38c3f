import type { Kind } from '#kinds'
import { copyOf, type GroupVersionKind, internalError, type KubeObject } from '#kube'
import type { AdmissionRequest } from '../contract/admission.ts'
import type { Registry } from '../contract/registry.ts'
import { matchesRule, type Rule, type RuleSubject, subjectOf } from './rule.ts'

/** The version of a resource that a webhook or policy asked for; the request's own unless it is an equivalent. */
export interface MatchedVersion {
  readonly gvk: GroupVersionKind
  readonly resource: RuleSubject['resource']
  /** Set where objects have to be converted. */
  readonly kind?: Kind
}

/**
 * The version at which rules ask for a request; undefined where they do not. With `Equivalent`, other versions of the same
 * stored resource count where the request's own does not match.
 */
export function matchedVersion(
  { rules, isEquivalent }: { readonly rules: readonly Rule[]; readonly isEquivalent: boolean },
  request: AdmissionRequest,
  registry: Registry,
): MatchedVersion | undefined {
  const subject = subjectOf(request)
  if (rules.some((rule) => matchesRule(rule, subject))) return { gvk: request.gvk, resource: request.resource }
  const siblings = isEquivalent ? siblingsOf(request, registry) : []
  for (const rule of rules) {
    for (const kind of siblings) {
      const resource = { group: kind.group, version: kind.version, resource: kind.plural }
      if (matchesRule(rule, { ...subject, resource })) return siblingVersion(kind, resource, request)
    }
  }
  return undefined
}

/** An object of a request at a matched version: itself, or a copy converted. Throws 500 where it cannot be. */
export async function atVersion(
  object: KubeObject,
  request: AdmissionRequest,
  matched: MatchedVersion,
): Promise<KubeObject> {
  if (matched.kind === undefined || request.kind === undefined) return object
  return await convert(object, request.kind, matched.kind)
}

/** The way back: an object at a matched version becomes one of the request's. */
export async function fromVersion(
  object: KubeObject,
  request: AdmissionRequest,
  matched: MatchedVersion,
): Promise<KubeObject> {
  if (matched.kind === undefined || request.kind === undefined) return object
  return await convert(object, matched.kind, request.kind)
}

async function convert(object: KubeObject, from: Kind, to: Kind): Promise<KubeObject> {
  const stored =
    from.storage.convert === undefined ? [copyOf(object)] : await from.storage.convert.toStored([copyOf(object)])
  const [result] = to.storage.convert === undefined ? stored : await to.storage.convert.fromStored(stored)
  if (result === undefined) throw internalError(`unable to convert to ${to.group}/${to.version}, Kind=${to.kind}`)
  return result
}

function siblingsOf({ kind, subresource }: AdmissionRequest, registry: Registry): readonly Kind[] {
  if (kind === undefined) return []
  const { group, resource } = kind.storage
  return registry.kinds
    .all()
    .filter(
      (other) =>
        other !== kind &&
        other.storage.group === group &&
        other.storage.resource === resource &&
        !(other.group === kind.group && other.version === kind.version) &&
        (subresource === '' || other.subresources.some(({ name }) => name === subresource)),
    )
}

/** A subresource with a body of another kind travels as it is. */
function siblingVersion(kind: Kind, resource: RuleSubject['resource'], request: AdmissionRequest): MatchedVersion {
  const body = kind.subresources.find(({ name }) => name === request.subresource)?.body
  if (body !== undefined) return { gvk: body, resource }
  return { gvk: { group: kind.group, version: kind.version, kind: kind.kind }, resource, kind }
}
