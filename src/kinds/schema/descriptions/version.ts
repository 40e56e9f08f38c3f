// Written by tools/generate-kinds.mjs: change that, not this.

/** Descriptions of the types of k8s.io/apimachinery/pkg/version, separated by U+001F: name, type, each field in table order. */
export const version: readonly string[] = [
  "Info\u001fInfo contains versioning information. how we'll want to distribute that information.\u001fMajor is the major version of the binary version\u001fMinor is the minor version of the binary version\u001fEmulationMajor is the major version of the emulation version\u001fEmulationMinor is the minor version of the emulation version\u001fMinCompatibilityMajor is the major version of the minimum compatibility version\u001fMinCompatibilityMinor is the minor version of the minimum compatibility version\u001f\u001f\u001f\u001f\u001f\u001f\u001f",
]
