import { KustomizeError } from '../error.ts'
import { effectiveNamespace, idText, type ResourceId } from '../resource/id.ts'
import { isObject, type Json } from '../resource/json.ts'
import type { Resource } from '../resource/resource.ts'
import type { Candidate } from './name-index.ts'

/** A resource whose fields may name others. */
export interface Referrer {
  readonly resource: Resource
  readonly id: ResourceId
  /** Its effective namespace. */
  readonly namespace: string
  /** Whether it can name another resource at all, by their namespaces. */
  readonly reaches: (candidate: Candidate) => boolean
}

/** A resource as one that may name others. Throws `bad-value` for a role binding with a namespace that is no text. */
export function referrerOf(resource: Resource): Referrer {
  const { id } = resource
  const namespace = effectiveNamespace(id)
  if (id.gvk.isClusterScoped) return { resource, id, namespace, reaches: () => true }
  const others = subjectNamespaces(resource)
  const reaches = (candidate: Candidate): boolean =>
    candidate.id.gvk.isClusterScoped || candidate.namespace === namespace || others.has(candidate.id.namespace)
  return { resource, id, namespace, reaches }
}

const NONE: ReadonlySet<string> = new Set()

function subjectNamespaces({ kind, value, id }: Resource): ReadonlySet<string> {
  const { subjects } = value
  if (kind !== 'RoleBinding' || !Array.isArray(subjects)) return NONE
  return new Set(subjects.flatMap((subject) => namespaceOf(subject, id)))
}

function namespaceOf(subject: Json, id: ResourceId): string[] {
  if (!isObject(subject) || subject['kind'] !== 'ServiceAccount') return []
  const { namespace } = subject
  if (namespace === undefined) return []
  if (typeof namespace === 'string') return [namespace]
  const message = `Invalid Input: namespace is blank for resource ${JSON.stringify(idText(id))}\n`
  throw new KustomizeError({ code: 'bad-value', message, hint: 'write the namespace as a text' })
}
