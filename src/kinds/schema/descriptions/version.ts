// Written by tools/generate-kinds.mjs: change that, not this.

/** Descriptions of the types of k8s.io/apimachinery/pkg/version, tab-separated: name, type, each field in table order. */
export const version: readonly string[] = [
  "Info\tInfo contains versioning information. how we'll want to distribute that information.\tMajor is the major version of the binary version\tMinor is the minor version of the binary version\tEmulationMajor is the major version of the emulation version\tEmulationMinor is the minor version of the emulation version\tMinCompatibilityMajor is the major version of the minimum compatibility version\tMinCompatibilityMinor is the minor version of the minimum compatibility version\t\t\t\t\t\t\t",
]
