import type { VersionRules } from '#source'
import { compareVersions, parseVersion, satisfies } from '#template'

/** Masterminds' rules for versions, which `source` and `repo` take as an argument. */
export const versionRules: VersionRules = {
  satisfies,
  sortVersions: (versions) =>
    versions
      .filter(isVersion)
      .map((text) => ({ text, version: parseVersion(text) }))
      .sort((a, b) => compareVersions(b.version, a.version))
      .map(({ text }) => text),
  isVersion,
}

function isVersion(text: string): boolean {
  try {
    parseVersion(text)
    return true
  } catch {
    return false
  }
}
