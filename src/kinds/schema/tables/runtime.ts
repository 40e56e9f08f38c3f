// Written by tools/generate-kinds.mjs: change that, not this.

/** Types of k8s.io/apimachinery/pkg/runtime; the format is told in ../table.ts. */
export const runtime = `
SimpleAllocator
Pair
TypeMeta|apiVersion 1 string e|kind 2 string e
RawExtension
Unknown|- 1 TypeMeta ir
`
