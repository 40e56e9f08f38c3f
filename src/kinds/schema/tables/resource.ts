// Written by tools/generate-kinds.mjs: change that, not this.

/** Types of k8s.io/apimachinery/pkg/api/resource; the format is told in ../table.ts. */
export const resource = `
Quantity
`
