// Written by tools/generate-kinds.mjs: change that, not this.

/** Types of k8s.io/api/policy/v1; the format is told in ../table.ts. */
export const policyV1 = `
PodDisruptionBudgetSpec|minAvailable 1 *IntOrString e|selector 2 *meta/v1.LabelSelector e P=replace|maxUnavailable 3 *IntOrString e|unhealthyPodEvictionPolicy 4 *string#UnhealthyPodEvictionPolicyType e
PodDisruptionBudgetStatus|observedGeneration 1 int64 e|disruptedPods 2 {}Time e|disruptionsAllowed 3 int32 -|currentHealthy 4 int32 -|desiredHealthy 5 int32 -|expectedPods 6 int32 -|conditions 7 []meta/v1.Condition e G=type P=merge L=map K=type
PodDisruptionBudget|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 PodDisruptionBudgetSpec e|status 3 PodDisruptionBudgetStatus e
PodDisruptionBudgetList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []PodDisruptionBudget r
Eviction|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|deleteOptions 2 *meta/v1.DeleteOptions e
#UnhealthyPodEvictionPolicyType|AlwaysAllow|IfHealthyBudget
`
