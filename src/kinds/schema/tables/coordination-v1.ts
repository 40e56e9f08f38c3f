// Written by tools/generate-kinds.mjs: change that, not this.

/** Types of k8s.io/api/coordination/v1; the format is told in ../table.ts. */
export const coordinationV1 = `
Lease|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 LeaseSpec e
LeaseSpec|holderIdentity 1 *string e|leaseDurationSeconds 2 *int32 e|acquireTime 3 *MicroTime e|renewTime 4 *MicroTime e|leaseTransitions 5 *int32 e|strategy 6 *string e|preferredHolder 7 *string e
LeaseList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []Lease r
`
