import { goQuote, type StatusError } from '#kube'
import { questionOf } from '../authz/attributes.ts'

import { denialOf } from '../authz/union.ts'
import type { Attributes, Authorizer } from '../contract/access.ts'
import type { User } from '../contract/user.ts'
import { splitServiceAccount } from './service-account.ts'

/** Whom somebody wants to be. */
export interface Wish {
  readonly name: string
  readonly groups: readonly string[]
  readonly uid: string
  readonly extra: Readonly<Record<string, readonly string[]>>
}

/** One way to be allowed to act as another. */
export interface ImpersonationMode {
  applies(wish: Wish, asker: User): boolean
  /** What is lacking; undefined when nothing is. `asked` is the request as the asker makes it. */
  check(wish: Wish, asked: Attributes, authorizer: Authorizer): Promise<StatusError | undefined>
  userOf(wish: Wish): User
}

const AUTHENTICATION = 'authentication.k8s.io'
const NODE = 'system:node:'
/** From so many checks on, one for all (`*`) is tried first. */
const MANY = 4

/** In the order in which they are tried (apiserver/pkg/endpoints/filters/impersonation). */
export const IMPERSONATION_MODES: readonly ImpersonationMode[] = [
  constrained('associated-node', (wish, asker) => isNameAlone(wish) && isNodeOf(asker, wish.name)),
  constrained('arbitrary-node', (wish) => isNameAlone(wish) && isNode(wish.name)),
  constrained('serviceaccount', (wish) => isNameAlone(wish) && splitServiceAccount(wish.name) !== undefined),
  constrained('user-info', ({ name }) => !isNode(name) && splitServiceAccount(name) === undefined),
  {
    applies: () => true,
    check: (wish, { user }, authorizer) => firstDenial(legacyQuestions(wish, user), authorizer),
    userOf: (wish) => userOf(wish, wish.groups),
  },
]

function isNameAlone({ groups, uid, extra }: Wish): boolean {
  return groups.length === 0 && uid === '' && Object.keys(extra).length === 0
}

function isNode(name: string): boolean {
  return name.startsWith(NODE) && name.length > NODE.length
}

/** Whether a service account's token is of a pod on the node. */
function isNodeOf({ name, extra }: User, node: string): boolean {
  const [own] = extra?.['authentication.kubernetes.io/node-name'] ?? []
  return isNode(node) && splitServiceAccount(name) !== undefined && own === node.slice(NODE.length)
}

/** A question, with others of which one would do instead, or a refusal that no right changes. */
interface Question {
  readonly asked: Attributes
  readonly instead?: Attributes
  readonly refusal?: string
}

async function firstDenial(questions: readonly Question[], authorizer: Authorizer): Promise<StatusError | undefined> {
  for (const { asked, instead, refusal } of questions) {
    if (refusal !== undefined) return denialOf(asked, refusal)
    if (instead !== undefined && (await authorizer.authorize(instead)).answer === 'allow') continue
    const { answer, reason } = await authorizer.authorize(asked)
    if (answer !== 'allow') return denialOf(asked, reason)
  }
  return undefined
}

function constrained(mode: string, applies: ImpersonationMode['applies']): ImpersonationMode {
  return {
    applies,
    check: (wish, asked, authorizer) => {
      const on = { asked: { ...asked, verb: `impersonate-on:${mode}:${asked.verb}` } }
      return firstDenial([on, ...constrainedQuestions(mode, wish, asked.user)], authorizer)
    },
    userOf: (wish) => userOf(wish, isNode(wish.name) ? ['system:nodes'] : wish.groups),
  }
}

function constrainedQuestions(mode: string, wish: Wish, asker: User): Question[] {
  const ask = (place: Partial<Attributes>): Attributes =>
    questionOf(asker, `impersonate:${mode}`, { group: AUTHENTICATION, version: 'v1', ...place })
  const { groups, uid, extra } = wish
  const values = Object.entries(extra).flatMap(([subresource, list]) => list.map((name) => ({ subresource, name })))
  const anyGroup = groups.length >= MANY ? { instead: ask({ resource: 'groups', name: '*' }) } : {}
  const isMuch = values.length >= MANY || Object.keys(extra).length >= MANY
  const anyExtra = isMuch ? { instead: ask({ resource: 'userextras', subresource: '*', name: '*' }) } : {}
  return [
    { asked: ask(placeOf(mode, wish)) },
    ...(uid === '' ? [] : [{ asked: ask({ resource: 'uids', name: uid }) }]),
    ...groups.map((name) => ({ asked: ask({ resource: 'groups', name }), ...anyGroup, ...groupRefusal(name) })),
    ...values.map((place) => ({
      asked: ask({ resource: 'userextras', ...place }),
      ...anyExtra,
      ...extraRefusal(place),
    })),
  ]
}

function placeOf(mode: string, { name }: Wish): Partial<Attributes> {
  if (mode === 'associated-node') return { resource: 'nodes', name: '*' }
  if (isNode(name)) return { resource: 'nodes', name: name.slice(NODE.length) }
  const account = splitServiceAccount(name)
  return account === undefined ? { resource: 'users', name } : { resource: 'serviceaccounts', ...account }
}

function groupRefusal(name: string): { readonly refusal?: string } {
  if (name === '') return { refusal: 'impersonating the empty string group is not allowed' }
  return name === 'system:masters' ? { refusal: 'impersonating the system:masters group is not allowed' } : {}
}

function extraRefusal({ subresource, name }: { readonly subresource: string; readonly name: string }): {
  readonly refusal?: string
} {
  if (subresource === '') return { refusal: 'impersonating the empty string key in extra is not allowed' }
  if (subresource !== subresource.toLowerCase()) {
    return {
      refusal: `impersonating a non-lowercase key in extra is not allowed: ${goQuote(subresource)}`,
    }
  }
  return name === '' ? { refusal: 'impersonating the empty string value in extra is not allowed' } : {}
}

function legacyQuestions({ name, groups, uid, extra }: Wish, asker: User): Question[] {
  const account = splitServiceAccount(name)
  const ask = (place: Partial<Attributes>): Question => ({
    asked: questionOf(asker, 'impersonate', { version: 'v1', ...place }),
  })
  return [
    account === undefined ? ask({ resource: 'users', name }) : ask({ resource: 'serviceaccounts', ...account }),
    ...(uid === '' ? [] : [ask({ group: AUTHENTICATION, resource: 'uids', name: uid })]),
    ...groups.map((group) => ask({ resource: 'groups', name: group })),
    ...Object.entries(extra).flatMap(([subresource, values]) =>
      values.map((value) => ask({ group: AUTHENTICATION, resource: 'userextras', subresource, name: value })),
    ),
  ]
}

function userOf({ name, uid, extra }: Wish, groups: readonly string[]): User {
  const account = groups.length === 0 ? splitServiceAccount(name) : undefined
  const own = account === undefined ? groups : ['system:serviceaccounts', `system:serviceaccounts:${account.namespace}`]
  return {
    name,
    groups: withStanding(name, own),
    ...(uid !== '' && { uid }),
    ...(Object.keys(extra).length > 0 && { extra }),
  }
}

function withStanding(name: string, groups: readonly string[]): readonly string[] {
  const isStranger = name === 'system:anonymous'
  if (!isStranger && groups.includes('system:unauthenticated')) return groups
  const standing = isStranger ? 'system:unauthenticated' : 'system:authenticated'
  return groups.includes(standing) ? groups : [...groups, standing]
}
