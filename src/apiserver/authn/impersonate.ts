import { badRequest, goQuote, type StatusError } from '#kube'
import { IMPERSONATED_USER } from '../audit/event.ts'
import { attributesOf } from '../authz/attributes.ts'
import type { Authorizer } from '../contract/access.ts'
import type { ApiRequest, Handler, Headers } from '../contract/http.ts'

import { userInfoOf } from '../review/self-review.ts'
import { deriveRequest } from '../transport/derive-request.ts'
import { extraOf, valuesOf } from './certificate.ts'
import { IMPERSONATION_MODES, type Wish } from './impersonation-mode.ts'

/**
 * Lets a user act as another where the authorizer allows it: for this request alone (`impersonate-on:…`, constrained
 * impersonation), or for all (`impersonate`). Refuses with what the first mode lacked.
 */
export function impersonationFilter(authorizer: Authorizer): (next: Handler) => Handler {
  return (next) => async (request, context) => {
    const wish = wishOf(request)
    if (wish === undefined) return next(request, context)
    const asked = attributesOf(request, context.info, context.user)
    let refusal: StatusError | undefined
    for (const mode of IMPERSONATION_MODES) {
      if (!mode.applies(wish, context.user)) continue
      const denied = await mode.check(wish, asked, authorizer)
      if (denied === undefined) {
        const user = mode.userOf(wish)
        context.annotate(IMPERSONATED_USER, JSON.stringify(userInfoOf(user)))
        const inner = deriveRequest(request, { headers: withoutWish(request.headers) })
        return next(inner, { ...context, user, impersonator: context.user })
      }
      refusal ??= denied
    }
    throw refusal ?? badRequest('all impersonation modes failed')
  }
}

function wishOf(request: ApiRequest): Wish | undefined {
  const [name = ''] = valuesOf(request, 'impersonate-user')
  const groups = valuesOf(request, 'impersonate-group')
  const [uid = ''] = valuesOf(request, 'impersonate-uid')
  const extra = extraOf(request, 'impersonate-extra-') ?? {}
  if (name !== '') return { name, groups, uid, extra }
  if (groups.length === 0 && uid === '' && Object.keys(extra).length === 0) return undefined
  throw badRequest(`requested ${goText({ name, groups, uid, extra })} without impersonating a user name`)
}

/** A wish as Go writes the value of its type. */
function goText({ uid, groups, extra }: Wish): string {
  const list = (items: readonly string[]): string => `{${items.map((item) => goQuote(item)).join(', ')}}`
  const rows = Object.entries(extra).map(([key, values]) => `${goQuote(key)}:[]string${list(values)}`)
  const groupText = groups.length === 0 ? '[]string(nil)' : `[]string${list(groups)}`
  const extraText = rows.length === 0 ? 'map[string][]string(nil)' : `map[string][]string{${rows.join(', ')}}`
  return `&user.DefaultInfo{Name:"", UID:${goQuote(uid)}, Groups:${groupText}, Extra:${extraText}}`
}

function withoutWish(headers: Headers): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('impersonate-')))
}
