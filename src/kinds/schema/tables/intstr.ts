// Written by tools/generate-kinds.mjs: change that, not this.

/** Types of k8s.io/apimachinery/pkg/util/intstr; the format is told in ../table.ts. */
export const intstr = `
IntOrString
`
