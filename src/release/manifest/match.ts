import { groupVersionOf } from '#kube'
import type { ManifestObject } from '../contract/apply.ts'

/** Objects of `after` that `before` has not: group, kind, namespace and name tell them apart, not the version. */
export function addedObjects(
  before: readonly ManifestObject[],
  after: readonly ManifestObject[],
): readonly ManifestObject[] {
  const known = new Set(before.map(identityOf))
  return after.filter((one) => !known.has(identityOf(one)))
}

/** What tells an object of the cluster from others. Source: helm.sh/helm/v4 pkg/kube/resource.go. */
export function identityOf({ object }: ManifestObject): string {
  const { name, namespace = '' } = object.metadata
  return JSON.stringify([groupVersionOf(object.apiVersion).group, object.kind, namespace, name])
}

/** Objects that others of the list have the identity of, before them. */
export function repeatedIn(objects: readonly ManifestObject[]): ReadonlySet<ManifestObject> {
  const firsts = new Map(objects.toReversed().map((one) => [identityOf(one), one]))
  return new Set(objects.filter((one) => firsts.get(identityOf(one)) !== one))
}
