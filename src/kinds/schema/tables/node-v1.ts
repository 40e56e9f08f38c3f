// Written by tools/generate-kinds.mjs: change that, not this.

/** Types of k8s.io/api/node/v1; the format is told in ../table.ts. */
export const nodeV1 = `
RuntimeClass|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|handler 2 string r|overhead 3 *Overhead e|scheduling 4 *Scheduling e
Overhead|podFixed 1 {}Quantity e
Scheduling|nodeSelector 1 {}string e M=atomic|tolerations 2 []core/v1.Toleration e L=atomic
RuntimeClassList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []RuntimeClass r
`
