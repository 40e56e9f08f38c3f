import { describe, expect, test } from 'vitest'
import type { JsonObject } from '#kube'
import type { Authorizer } from '../contract/access.ts'
import type { ApiRequest, Headers, RequestContext } from '../contract/http.ts'
import type { SpecialCall } from '../contract/registry.ts'
import type { User } from '../contract/user.ts'
import { accessReviews, selfReviews } from './door.ts'

function request(headers: Headers = {}, more: Partial<ApiRequest> = {}): ApiRequest {
  return {
    method: 'GET',
    path: '/api',
    query: new URLSearchParams(),
    headers,
    body: () => Promise.resolve(new Uint8Array()),
    signal: new AbortController().signal,
    remoteAddress: '127.0.0.1',
    ...more,
  }
}
const context = (user: User): RequestContext => ({
  info: {} as RequestContext['info'],
  user,
  warn: () => {},
  annotate: () => {},
})

describe('reviews', () => {
  const authorizer: Authorizer = {
    name: 'test',
    authorize: ({ user, verb, resource, path }) => ({
      answer: user.name === 'jane' && (verb === 'get' || path === '/metrics') ? 'allow' : 'no-opinion',
      reason: resource === 'odd' ? 'odd' : '',
    }),
  }
  const ask = async (plural: string, spec: JsonObject, namespace = ''): Promise<unknown> => {
    const endpoint = accessReviews(authorizer).find(({ resource }) => resource === plural)!
    const object = { apiVersion: 'authorization.k8s.io/v1', kind: 'X', metadata: { name: '' }, spec }
    const call: SpecialCall = {
      object,
      namespace,
      name: '',
      options: { dryRun: false, fieldManager: '' },
      context: context({ name: 'jane', groups: [] }),
      request: request(),
    }
    return await endpoint.create!(call).then(
      ({ object: { status } }) => status,
      (error: Error) => error.message,
    )
  }
  test.each<[string, string, JsonObject, unknown]>([
    [
      'of oneself',
      'selfsubjectaccessreviews',
      { resourceAttributes: { verb: 'get', resource: 'pods' } },
      { allowed: true },
    ],
    [
      'of another',
      'subjectaccessreviews',
      { user: 'bob', resourceAttributes: { verb: 'get', resource: 'odd' } },
      { allowed: false, reason: 'odd' },
    ],
    [
      'of a path',
      'selfsubjectaccessreviews',
      { nonResourceAttributes: { verb: 'post', path: '/metrics' } },
      { allowed: true },
    ],
    [
      'of nothing',
      'subjectaccessreviews',
      { user: 'bob' },
      'SubjectAccessReview.authorization.k8s.io "" is invalid: spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified',
    ],
    [
      'of another namespace',
      'localsubjectaccessreviews',
      { user: 'bob', resourceAttributes: { verb: 'get', namespace: 'b' } },
      'spec.resourceAttributes.namespace must match namespace: ',
    ],
  ])('%s', async (_, plural, spec, expected) => {
    expect(await ask(plural, spec)).toEqual(expected)
  })
  test('who am I', async () => {
    const endpoint = selfReviews({
      rulesOf: () => ({ resourceRules: [], nonResourceRules: [], incomplete: false }),
    })[1]!
    const object = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview', metadata: { name: '' } }
    const call = {
      object,
      namespace: '',
      name: '',
      options: { dryRun: false, fieldManager: '' },
      context: context({ name: 'jane', groups: ['g'] }),
      request: request(),
    }
    expect((await endpoint.create!(call)).object['status']).toEqual({ userInfo: { username: 'jane', groups: ['g'] } })
  })
})
