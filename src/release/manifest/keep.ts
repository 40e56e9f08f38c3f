import { textAt, valueAt } from '#kube'
import type { ManifestObject } from '../contract/apply.ts'

/** The annotation that says what happens to an object when it leaves its release. */
export const RESOURCE_POLICY = 'helm.sh/resource-policy'

/**
 * Objects of a release that is uninstalled, in two. One with a policy that nobody knows is in neither, as with Helm.
 * Source: helm.sh/helm/v4 pkg/action/resource_policy.go.
 */
export function partByPolicy(objects: readonly ManifestObject[]): {
  readonly kept: readonly ManifestObject[]
  readonly removed: readonly ManifestObject[]
} {
  const policyOf = ({ object }: ManifestObject): string => textAt(object, 'metadata', 'annotations', RESOURCE_POLICY)
  return {
    kept: objects.filter((one) => policyOf(one).trim().toLowerCase() === 'keep'),
    removed: objects.filter(({ object }) => valueAt(object, 'metadata', 'annotations', RESOURCE_POLICY) === undefined),
  }
}
