import { dump, load } from '#yaml'
import { KustomizeError } from '../error.ts'
import { type GvkSelector, isSelectedGvk } from '../resource/gvk.ts'
import { idText } from '../resource/id.ts'
import { resourceText } from '../resource/print.ts'
import type { Resource } from '../resource/resource.ts'
import type { Candidate, NameIndex } from './name-index.ts'
import type { Referrer } from './referrer.ts'

/** A name that stands in a referrer's field, and what it may name. */
export interface Reference {
  readonly name: string
  /** The namespace that stands beside the name, if the field is a map that has one. */
  readonly namespace?: string | undefined
  /** The kind that the field refers to. */
  readonly target: GvkSelector
  /** The kind that `roleRef` asks for, if the field is the name of one. */
  readonly role?: GvkSelector | undefined
  /** Whether the namespace of the one that is chosen will be written too, so that it matters. */
  readonly needsNamespace: boolean
}

/**
 * The resource that a name means: one that once had it, is of the kind, and can be reached from the referrer; among
 * several the one that was renamed along with the referrer. Undefined where there is none, or none of several fits.
 * Throws `ambiguous` where several fit and their names differ.
 */
export function findReferral(index: NameIndex, referrer: Referrer, reference: Reference): Resource | undefined {
  const found = candidatesOf(index, referrer, reference)
  if (found.length <= 1) return found[0]?.resource
  let near = found.filter((candidate) => wasRenamedAlike(candidate, referrer.resource, true))
  if (near.length > 1) near = near.filter((candidate) => wasRenamedAlike(candidate, referrer.resource, false))
  const [first] = near
  if (first === undefined || near.length === 1 || areSame(near, reference)) return first?.resource
  throw ambiguous(referrer.resource, near)
}

function candidatesOf(index: NameIndex, referrer: Referrer, reference: Reference): Candidate[] {
  const { target, role, namespace } = reference
  const found = index
    .formerly(reference.name)
    .filter(({ previousIds }) => previousIds.some(({ gvk }) => isSelectedGvk(gvk, target)))
    .filter(({ previousIds }) => role === undefined || previousIds.some(({ gvk }) => isSelectedGvk(gvk, role)))
    .filter((candidate) => referrer.reaches(candidate) && isNear(candidate, referrer))
  if (namespace === undefined || found.length === 0) return found
  const wasThere = index.inNamespace('originally', namespace).some(referrer.reaches)
  return found.filter((candidate) => (wasThere ? candidate.originalNamespace : candidate.namespace) === namespace)
}

// A role binding may name a service account of another namespace.
function isNear({ id, namespace, resource }: Candidate, referrer: Referrer): boolean {
  if (referrer.id.gvk.isClusterScoped || id.gvk.isClusterScoped) return true
  return resource.kind === 'ServiceAccount' || namespace === referrer.namespace
}

function wasRenamedAlike({ resource }: Candidate, referrer: Resource, mayBeEmpty: boolean): boolean {
  return (
    haveSameEnd(resource.prefixes, referrer.prefixes, mayBeEmpty) &&
    haveSameEnd(resource.suffixes, referrer.suffixes, mayBeEmpty)
  )
}

function haveSameEnd(a: readonly string[], b: readonly string[], mayBeEmpty: boolean): boolean {
  const length = Math.min(a.length, b.length)
  if (length === 0) return mayBeEmpty || a.length === b.length
  const end = a.slice(-length)
  return b.slice(-length).every((text, at) => text === end[at])
}

function areSame(candidates: readonly Candidate[], { needsNamespace }: Reference): boolean {
  const [first, ...others] = candidates.map(({ id }) =>
    (needsNamespace ? [id.name, id.namespace] : [id.name]).join('\n'),
  )
  return others.every((text) => text === first)
}

function ambiguous(referrer: Resource, candidates: readonly Candidate[]): KustomizeError {
  const ids = candidates.map(({ id }) => idText(id)).join(', ')
  const options = candidates.map(({ resource }, at) => `--- possible referral ${at}:\n${yamlText(resource)}\n`)
  const details = `\n**** Too many possible referral targets to referrer:\n${yamlText(referrer)}\n${options.join('')}`
  const message = `found multiple possible referrals: ${ids}\n${details}`
  const hint = 'give them names that differ, or a namespace each'
  return new KustomizeError({ code: 'ambiguous', message, hint })
}

function yamlText(resource: Resource): string {
  return dump(load(resourceText(resource)))
}
