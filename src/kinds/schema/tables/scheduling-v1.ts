// Written by tools/generate-kinds.mjs: change that, not this.

/** Types of k8s.io/api/scheduling/v1; the format is told in ../table.ts. */
export const schedulingV1 = `
PriorityClass|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|value 2 int32 -|globalDefault 3 bool e|description 4 string e|preemptionPolicy 5 *string#core/v1.PreemptionPolicy e
PriorityClassList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []PriorityClass r
`
