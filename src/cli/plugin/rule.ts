import { parseVersion } from '#template'

/** What a plugin may be called. */
const NAME = /^[A-Za-z0-9_-]+$/
const STRICT = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/

/** May a plugin be called that? */
export function isPluginName(name: string): boolean {
  return NAME.test(name)
}

/** Is it a version of three numbers, as `semver.StrictNewVersion` wants it? */
export function isPluginVersion(text: string): boolean {
  try {
    parseVersion(text)
    return STRICT.test(text)
  } catch {
    return false
  }
}

/** White space as blanks, without what cannot be printed, as Helm cleans the line that helps with a command. */
export function printable(text: string): string {
  return text.replaceAll(/\s/gu, ' ').replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
}
