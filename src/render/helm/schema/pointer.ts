/** `~` and `/` of a key, escaped for a JSON pointer (RFC 6901). */
export function escapeToken(token: string): string {
  if (!token.includes('~') && !token.includes('/')) return token
  return token.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** The key that a pointer's token stands for; undefined when `~` is followed by anything but 0 or 1. */
export function unescapeToken(token: string): string | undefined {
  if (!token.includes('~')) return token
  if (/~(?![01])/.test(token)) return undefined
  return token.replaceAll('~1', '/').replaceAll('~0', '~')
}
