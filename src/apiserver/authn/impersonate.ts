import { badRequest } from '#kube'
import { IMPERSONATED_USER } from '../audit/event.ts'
import { questionOf } from '../authz/attributes.ts'
import { denialOf } from '../authz/union.ts'
import type { Attributes, Authorizer } from '../contract/access.ts'
import type { ApiRequest, Handler, Headers } from '../contract/http.ts'
import type { User } from '../contract/user.ts'
import { userInfoOf } from '../review/self-review.ts'
import { deriveRequest } from '../transport/derive-request.ts'
import { extraOf, valuesOf } from './certificate.ts'
import { splitServiceAccount } from './service-account.ts'

const AUTHENTICATION = 'authentication.k8s.io'

/** Lets a user act as another where the authorizer allows each part of it: user, groups, uid and extra fields. */
export function impersonationFilter(authorizer: Authorizer): (next: Handler) => Handler {
  return (next) => async (request, context) => {
    const wish = wishOf(request)
    if (wish === undefined) return next(request, context)
    for (const part of partsOf(wish, context.user)) {
      const decision = await authorizer.authorize(part)
      if (decision.answer !== 'allow') throw denialOf(part, decision.reason)
    }
    const inner = deriveRequest(request, { headers: withoutWish(request.headers) })
    const user = userOf(wish)
    context.annotate(IMPERSONATED_USER, JSON.stringify(userInfoOf(user)))
    return next(inner, { ...context, user, impersonator: context.user })
  }
}

interface Wish {
  readonly user: string
  readonly groups: readonly string[]
  readonly uid: string
  readonly extra: Readonly<Record<string, readonly string[]>>
}

function wishOf(request: ApiRequest): Wish | undefined {
  const [user = ''] = valuesOf(request, 'impersonate-user')
  const groups = valuesOf(request, 'impersonate-group')
  const [uid = ''] = valuesOf(request, 'impersonate-uid')
  const extra = extraOf(request, 'impersonate-extra-') ?? {}
  if (user !== '') return { user, groups, uid, extra }
  if (groups.length === 0 && uid === '' && Object.keys(extra).length === 0) return undefined
  throw badRequest(`requested ${referencesText({ groups, uid, extra })} without impersonating a user`)
}

/** The parts as Go prints a list of object references: kind, namespace, name, uid, version, resource version, path. */
function referencesText({ groups, uid, extra }: Omit<Wish, 'user'>): string {
  const version = `${AUTHENTICATION}/v1`
  const parts = [
    ...groups.map((group) => `{Group  ${group}    }`),
    ...Object.entries(extra).flatMap(([key, values]) =>
      values.map((value) => `{UserExtra  ${value}  ${version}  ${key}}`),
    ),
    ...(uid === '' ? [] : [`{UID  ${uid}  ${version}  }`]),
  ]
  return `[${parts.join(' ')}]`
}

function partsOf({ user, groups, uid, extra }: Wish, asker: User): Attributes[] {
  const account = splitServiceAccount(user)
  const ask = (place: Partial<Attributes>): Attributes => questionOf(asker, 'impersonate', place)
  return [
    account === undefined
      ? ask({ resource: 'users', name: user })
      : ask({ version: 'v1', resource: 'serviceaccounts', namespace: account.namespace, name: account.name }),
    ...groups.map((name) => ask({ resource: 'groups', name })),
    ...Object.entries(extra).flatMap(([subresource, values]) =>
      values.map((name) => ask({ group: AUTHENTICATION, version: 'v1', resource: 'userextras', subresource, name })),
    ),
    ...(uid === '' ? [] : [ask({ group: AUTHENTICATION, version: 'v1', resource: 'uids', name: uid })]),
  ]
}

function userOf({ user, groups, uid, extra }: Wish): User {
  const account = splitServiceAccount(user)
  const own =
    groups.length === 0 && account !== undefined
      ? ['system:serviceaccounts', `system:serviceaccounts:${account.namespace}`]
      : groups
  return {
    name: user,
    groups: withStanding(user, own),
    ...(uid !== '' && { uid }),
    ...(Object.keys(extra).length > 0 && { extra }),
  }
}

function withStanding(user: string, groups: readonly string[]): readonly string[] {
  if (user === 'system:anonymous') {
    return groups.includes('system:unauthenticated') ? groups : [...groups, 'system:unauthenticated']
  }
  const isSaid = groups.includes('system:authenticated') || groups.includes('system:unauthenticated')
  return isSaid ? groups : [...groups, 'system:authenticated']
}

function withoutWish(headers: Headers): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('impersonate-')))
}
