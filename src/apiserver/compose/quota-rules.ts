import type { KubeObject, Quantity } from '#kube'
import { isInScope, quotaEvaluatorOf } from '../admission/quota/evaluate.ts'
import { scopesOf } from '../admission/quota/plugin.ts'

/** How objects count against quotas, for whoever keeps the status of quotas. */
export interface QuotaRules {
  usage(group: string, resource: string, object: KubeObject): ReadonlyMap<string, Quantity>
  counts(group: string, resource: string, name: string): boolean
  isInScopes(quota: KubeObject, group: string, resource: string, object: KubeObject): boolean
}

/** The rules that admission judges by. */
export const quotaRules: QuotaRules = {
  usage: (group, resource, object) => quotaEvaluatorOf(group, resource).usage(object),
  counts: (group, resource, name) => quotaEvaluatorOf(group, resource).counts(name),
  isInScopes: (quota, group, resource, object) => {
    const { isScoped } = quotaEvaluatorOf(group, resource)
    return scopesOf(quota).every((scope) => isScoped && isInScope(object, scope))
  },
}
