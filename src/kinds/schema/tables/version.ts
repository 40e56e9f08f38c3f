// Written by tools/generate-kinds.mjs: change that, not this.

/** Types of k8s.io/apimachinery/pkg/version; the format is told in ../table.ts. */
export const version = `
Info|major 0 string r|minor 0 string r|emulationMajor 0 string e|emulationMinor 0 string e|minCompatibilityMajor 0 string e|minCompatibilityMinor 0 string e|gitVersion 0 string r|gitCommit 0 string r|gitTreeState 0 string r|buildDate 0 string r|goVersion 0 string r|compiler 0 string r|platform 0 string r
`
