import { describe, expect, test } from 'vitest'
import type { Authorizer } from '../contract/access.ts'
import type { ApiRequest, Headers, RequestContext } from '../contract/http.ts'
import type { User } from '../contract/user.ts'
import { impersonationFilter } from './impersonate.ts'

const request = (headers: Headers): ApiRequest => ({
  method: 'GET',
  path: '/api/v1/namespaces/a/pods',
  query: new URLSearchParams(),
  headers,
  body: () => Promise.resolve(new Uint8Array()),
  signal: new AbortController().signal,
  remoteAddress: '127.0.0.1',
})
const info = {
  isResource: true,
  verb: 'list',
  group: '',
  version: 'v1',
  resource: 'pods',
  subresource: '',
  namespace: 'a',
  name: '',
  rest: '',
}
const context = (user: User): RequestContext => ({ info, user, warn: () => {}, annotate: () => {} })

/** Acts with rights that are written `verb resource name`; gives the user that is seen behind, or the words of the refusal. */
async function act(
  headers: Headers,
  rights: readonly string[],
  asker: User = { name: 'bob', groups: [] },
): Promise<unknown> {
  const authorizer: Authorizer = {
    name: 'test',
    authorize: ({ verb, resource, name }) => ({
      answer:
        rights.includes(`${verb} ${resource} ${name}`.trim()) || rights.includes(`${verb} ${resource} any`)
          ? 'allow'
          : 'no-opinion',
    }),
  }
  let seen: unknown
  const filter = impersonationFilter(authorizer)((_, { user }) => {
    seen = user
    return Promise.resolve({ status: 200, body: '' })
  })
  return await filter(request(headers), context(asker)).then(
    () => seen,
    (error: Error) => error.message,
  )
}

const LEGACY = [
  'impersonate users jane',
  'impersonate groups any',
  'impersonate userextras any',
  'impersonate serviceaccounts sa',
]

describe('acting as another', () => {
  test.each<[string, Headers, unknown]>([
    ['nobody else', {}, { name: 'bob', groups: [] }],
    ['a user', { 'impersonate-user': 'jane' }, { name: 'jane', groups: ['system:authenticated'] }],
    [
      'a user with groups and extras',
      { 'impersonate-user': 'jane', 'impersonate-group': ['a', 'b'], 'impersonate-extra-scopes': 'x' },
      { name: 'jane', groups: ['a', 'b', 'system:authenticated'], extra: { scopes: ['x'] } },
    ],
    [
      'a service account',
      { 'impersonate-user': 'system:serviceaccount:a:sa' },
      {
        name: 'system:serviceaccount:a:sa',
        groups: ['system:serviceaccounts', 'system:serviceaccounts:a', 'system:authenticated'],
      },
    ],
    [
      'a user that is not allowed',
      { 'impersonate-user': 'root' },
      'pods is forbidden: User "bob" cannot impersonate-on:user-info:list resource "pods" in API group "" in the namespace "a"',
    ],
    [
      'groups without a user',
      { 'impersonate-group': 'a' },
      'requested &user.DefaultInfo{Name:"", UID:"", Groups:[]string{"a"}, Extra:map[string][]string(nil)} without impersonating a user name',
    ],
  ])('%s', async (_, headers, expected) => {
    expect(await act(headers, LEGACY)).toEqual(expected)
  })

  test.each<[string, Headers, readonly string[], unknown]>([
    [
      'a user',
      { 'impersonate-user': 'jane' },
      ['impersonate-on:user-info:list pods', 'impersonate:user-info users jane'],
      { name: 'jane', groups: ['system:authenticated'] },
    ],
    [
      'a user, not named',
      { 'impersonate-user': 'jane' },
      ['impersonate-on:user-info:list pods'],
      'users.authentication.k8s.io "jane" is forbidden: User "bob" cannot impersonate:user-info resource "users" in API group "authentication.k8s.io" at the cluster scope',
    ],
    [
      'an administrator',
      { 'impersonate-user': 'jane', 'impersonate-group': 'system:masters' },
      ['impersonate-on:user-info:list pods', 'impersonate:user-info users any', 'impersonate:user-info groups any'],
      'groups.authentication.k8s.io "system:masters" is forbidden: User "bob" cannot impersonate:user-info resource "groups" in API group "authentication.k8s.io" at the cluster scope: impersonating the system:masters group is not allowed',
    ],
    [
      'a node',
      { 'impersonate-user': 'system:node:n' },
      ['impersonate-on:arbitrary-node:list pods', 'impersonate:arbitrary-node nodes n'],
      { name: 'system:node:n', groups: ['system:nodes', 'system:authenticated'] },
    ],
    [
      'a service account',
      { 'impersonate-user': 'system:serviceaccount:a:sa' },
      ['impersonate-on:serviceaccount:list pods', 'impersonate:serviceaccount serviceaccounts sa'],
      {
        name: 'system:serviceaccount:a:sa',
        groups: ['system:serviceaccounts', 'system:serviceaccounts:a', 'system:authenticated'],
      },
    ],
  ])('for one request: %s', async (...row) => {
    const [, headers, rights, expected] = row
    expect(await act(headers, rights)).toEqual(expected)
  })

  test('an agent acts as the node it runs on, and as no other', async () => {
    const rights = ['impersonate-on:associated-node:list pods', 'impersonate:associated-node nodes *']
    const agent = {
      name: 'system:serviceaccount:a:agent',
      groups: [],
      extra: { 'authentication.kubernetes.io/node-name': ['n'] },
    }
    expect(await act({ 'impersonate-user': 'system:node:n' }, rights, agent)).toMatchObject({ name: 'system:node:n' })
    expect(await act({ 'impersonate-user': 'system:node:m' }, rights, agent)).toContain(
      'impersonate-on:arbitrary-node:list',
    )
  })
})
