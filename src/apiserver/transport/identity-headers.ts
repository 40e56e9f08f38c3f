import type { Headers } from '../contract/http.ts'

/**
 * The headers of a request. Where it names a user (`Impersonate-User`, `X-Remote-User`), the headers that tell of this user
 * are lists with one value for each line: a group may have a comma itself.
 */
export function identityHeaders({
  headers,
  rawHeaders,
}: {
  readonly headers: Headers
  readonly rawHeaders: readonly string[]
}): Headers {
  if (headers['impersonate-user'] === undefined && headers['x-remote-user'] === undefined) return headers
  const lines = new Map<string, string[]>()
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase()
    if (LISTS.test(name)) lines.set(name, [...(lines.get(name) ?? []), rawHeaders[at + 1] ?? ''])
  }
  return Object.assign(Object.create(null) as Headers, headers, Object.fromEntries(lines))
}

const LISTS = /^(impersonate|x-remote)-(group$|extra-)/
