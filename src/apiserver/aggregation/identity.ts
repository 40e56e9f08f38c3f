import type { OutgoingHttpHeaders } from 'node:http'
import type { Headers } from '../contract/http.ts'
import type { User } from '../contract/user.ts'
import { passedHeaders } from '../transport/passed-headers.ts'

/** The certificate that tells aggregated servers that it is us who vouch for a user. PEM. */
export interface ProxyCertificate {
  readonly certificate: string
  readonly key: string
}

/** Who asks, as headers for an aggregated server (transport.SetAuthProxyHeaders). */
export function userHeaders(user: User): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = { 'X-Remote-User': headerValue(user.name) }
  if (user.uid !== undefined && user.uid !== '') headers['X-Remote-Uid'] = headerValue(user.uid)
  if (user.groups.length > 0) headers['X-Remote-Group'] = user.groups.map(headerValue)
  for (const [key, values] of Object.entries(user.extra ?? {})) {
    headers[`X-Remote-Extra-${escapedKey(key)}`] = values.map(headerValue)
  }
  return headers
}

/** What of a client's headers goes on: no credentials, nothing that says who asks, nothing about this connection. */
export function passedOn(headers: Headers, isUpgrade: boolean): OutgoingHttpHeaders {
  return passedHeaders(headers, isUpgrade, isOurs)
}

function isOurs(name: string): boolean {
  return (
    name.startsWith(':') ||
    name.startsWith('impersonate-') ||
    name.startsWith('x-remote-') ||
    name === 'authorization' ||
    name === 'host'
  )
}

/** Keys may hold what no header name does: that is percent-encoded (headerKeyEscape). */
function escapedKey(key: string): string {
  return key.replace(/[^!#$&'*+\-.^_`|~0-9A-Za-z]/g, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  )
}

/** Headers travel as latin-1: UTF-8 by its bytes, without line ends. */
function headerValue(text: string): string {
  return Buffer.from(text.replace(/[\r\n\0]+/g, ' '), 'utf8').toString('latin1')
}
