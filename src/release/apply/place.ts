import type { Place, ResourceType } from '#client'
import { groupVersionOf, textAt } from '#kube'
import type { ManifestObject } from '../contract/apply.ts'
import type { ObjectName } from '../contract/event.ts'
import type { ObjectWorld } from '../contract/world.ts'

/** Where an object is on the server. */
export interface Located {
  readonly type: ResourceType
  readonly place: Place & { readonly name: string }
}

/** Finds the endpoint of an object. Throws ClientError `unknown-kind`. */
export async function locate({ object }: ManifestObject, { mapper, namespace }: ObjectWorld): Promise<Located> {
  const type = await mapper.typeOf(object)
  const { name } = object.metadata
  if (!type.isNamespaced) return { type, place: { name } }
  return { type, place: { name, namespace: textAt(object, 'metadata', 'namespace') || namespace } }
}

/** The object as events name it. */
export function nameOf({ object: { apiVersion, kind, metadata } }: ManifestObject): ObjectName {
  const namespace = metadata['namespace']
  return { apiVersion, kind, metadata: { name: metadata.name, ...(typeof namespace === 'string' && { namespace }) } }
}

/** `apps/v1, Kind=Deployment`, as Go prints a kind. */
export function kindText({ object: { apiVersion, kind } }: ManifestObject): string {
  const { group, version } = groupVersionOf(apiVersion)
  return `${group}/${version}, Kind=${kind}`
}

/** `Deployment "web" in namespace "apps"`, as Helm names an object. */
export function objectText({ object: { kind, metadata } }: ManifestObject): string {
  return `${kind} "${metadata.name}" in namespace "${textAt(metadata, 'namespace')}"`
}
