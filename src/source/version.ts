const loose =
  /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/

/**
 * Is this a version as Helm takes it: one to three numbers, an optional `v`, pre-release and build parts?
 * Source: Masterminds/semver NewVersion.
 */
export function isVersion(text: string): boolean {
  const parts = loose.exec(text)
  if (parts === null) return false
  const [, major = '0', minor = '0', patch = '0', prerelease = ''] = parts
  if ([major, minor, patch].some((part) => BigInt(part) >= 2n ** 64n)) return false
  return !prerelease.split('.').some((part) => /^0\d+$/.test(part))
}
