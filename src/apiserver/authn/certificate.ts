import type { Authenticator } from '../contract/access.ts'
import type { ApiRequest } from '../contract/http.ts'
import type { ClientCertificate } from '../contract/user.ts'

/** The user that a verified client certificate names: common name, and organizations as groups. */
export const certificateAuthenticator: Authenticator = {
  name: 'x509',
  authenticate: ({ clientCertificate }) => {
    if (clientCertificate === undefined) return undefined
    const { commonName, organizations, fingerprint } = clientCertificate
    const extra = { 'authentication.kubernetes.io/credential-id': [`X509SHA256=${fingerprint}`] }
    return { name: commonName, groups: organizations, extra }
  },
}

/** The user that a trusted proxy names in `X-Remote-*` headers (requestheader of kube-apiserver). */
export function frontProxyAuthenticator(isProxy: (certificate: ClientCertificate) => boolean): Authenticator {
  return {
    name: 'requestheader',
    authenticate: (request) => {
      const { clientCertificate } = request
      if (clientCertificate === undefined || !isProxy(clientCertificate)) return undefined
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
