import { unauthorized } from '#kube'
import type { Authenticator } from '../contract/access.ts'
import type { ApiRequest } from '../contract/http.ts'
import type { ClientCertificate, User } from '../contract/user.ts'

/** The user that a verified client certificate names: common name, and organizations as groups. A front proxy's names nobody. */
export const certificateAuthenticator: Authenticator = {
  name: 'x509',
  authenticate: ({ clientCertificate }) => {
    if (clientCertificate === undefined) return undefined
    if (clientCertificate.isFrontProxy === true) throw unauthorized()
    const known = users.get(clientCertificate)
    if (known !== undefined) return known
    const user = userOf(clientCertificate)
    users.set(clientCertificate, user)
    return user
  },
}

/** A certificate is read once for a connection. */
const users = new WeakMap<ClientCertificate, User>()

function userOf({ commonName, organizations, fingerprint }: ClientCertificate): User {
  const extra = { 'authentication.kubernetes.io/credential-id': [`X509SHA256=${fingerprint}`] }
  return { name: commonName, groups: organizations, extra }
}

/**
 * The user that a front proxy names in `X-Remote-*` headers (requestheader of kube-apiserver). `names` are the common names
 * that proxies may have (--requestheader-allowed-names); none: any.
 */
export function frontProxyAuthenticator(names: readonly string[] = []): Authenticator {
  return {
    name: 'requestheader',
    authenticate: (request) => {
      const { clientCertificate } = request
      if (clientCertificate?.isFrontProxy !== true) return undefined
      if (names.length > 0 && !names.includes(clientCertificate.commonName)) throw unauthorized()
      const [name] = valuesOf(request, 'x-remote-user')
      if (name === undefined || name === '') return undefined
      const [uid] = valuesOf(request, 'x-remote-uid')
      const extra = extraOf(request, 'x-remote-extra-')
      return { name, groups: valuesOf(request, 'x-remote-group'), ...(uid && { uid }), ...(extra && { extra }) }
    },
  }
}

/** The values of a header, each apart. Values that came on one line stay together: a group may have a comma. */
export function valuesOf({ headers }: ApiRequest, name: string): readonly string[] {
  const value = headers[name]
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value
}

/** Headers with a prefix as extra fields, percent signs decoded; undefined when there are none. */
export function extraOf(request: ApiRequest, prefix: string): Readonly<Record<string, readonly string[]>> | undefined {
  const found = new Map<string, readonly string[]>()
  for (const name of Object.keys(request.headers)) {
    if (!name.startsWith(prefix)) continue
    found.set(unescapeKey(name.slice(prefix.length)), valuesOf(request, name))
  }
  return found.size === 0 ? undefined : Object.fromEntries(found)
}

function unescapeKey(key: string): string {
  try {
    return decodeURIComponent(key)
  } catch {
    return key
  }
}
