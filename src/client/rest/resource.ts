import type { GroupVersionResource } from '#kube'

/** One endpoint of a server, as a controller or a command names it. */
export interface ResourceType extends GroupVersionResource {
  readonly kind: string
  readonly isNamespaced: boolean
}

/** Which object, and which of its subresources. */
export interface Place {
  readonly namespace?: string
  readonly name?: string
  readonly subresource?: string
}

/** The path of an endpoint: `/apis/apps/v1/namespaces/NS/deployments/NAME/scale`. Without a namespace: all of them. */
export function pathOf(type: GroupVersionResource, { namespace, name, subresource }: Place = {}): string {
  const root = type.group === '' ? `/api/${type.version}` : `/apis/${type.group}/${type.version}`
  const within = namespace === undefined || namespace === '' ? '' : `/namespaces/${encodeURIComponent(namespace)}`
  const object = name === undefined || name === '' ? '' : `/${encodeURIComponent(name)}`
  const below = subresource === undefined || subresource === '' ? '' : `/${subresource}`
  return `${root}${within}/${type.resource}${object}${below}`
}

/** `?a=1&b=2` of the fields that are there; empty when none is. */
export function queryOf(fields: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) query.set(name, String(value))
  return query.size === 0 ? '' : `?${query.toString()}`
}

/** A namespaced resource of the core group at v1. */
export function coreType(resource: string, kind: string, isNamespaced = true): ResourceType {
  return { group: '', version: 'v1', resource, kind, isNamespaced }
}
