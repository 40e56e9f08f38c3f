import type { KubeObject, Quantity } from '#kube'

/** How objects count against quotas: the same rules that admission judges by. */
export interface QuotaRules {
  /** Amounts by name (`pods`, `requests.cpu`, `count/deployments.apps`) that an object of a resource uses. */
  usage(group: string, resource: string, object: KubeObject): ReadonlyMap<string, Quantity>
  /** Whether a resource's objects can count as this name. */
  counts(group: string, resource: string, name: string): boolean
  /** Whether the scopes of a quota let an object count. */
  isInScopes(quota: KubeObject, group: string, resource: string, object: KubeObject): boolean
}
