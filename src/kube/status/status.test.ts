import { describe, expect, it } from 'vitest'
import type { Finding } from './finding.ts'
import { goQuote } from './go-quote.ts'
import { findingText } from './print-finding.ts'
import * as refuse from './refuse.ts'

const pods = { group: '', resource: 'pods' }
const deployments = { group: 'apps', resource: 'deployments' }
const required: Finding = { field: 'spec.x', type: 'required', detail: 'why' }

describe('refusals', () => {
  const rows: readonly [Error & { status: { code: number } }, number, string, string][] = [
    [refuse.notFound(deployments, 'a'), 404, 'NotFound', 'deployments.apps "a" not found'],
    [refuse.genericNotFound(), 404, 'NotFound', 'the server could not find the requested resource'],
    [refuse.alreadyExists(pods, 'a'), 409, 'AlreadyExists', 'pods "a" already exists'],
    [
      refuse.conflict(pods, 'a'),
      409,
      'Conflict',
      'Operation cannot be fulfilled on pods "a": the object has been modified; please apply your changes to the latest version and try again',
    ],
    [
      refuse.invalid({ group: '', kind: 'Pod' }, 'a', [required]),
      422,
      'Invalid',
      'Pod "a" is invalid: spec.x: Required value: why',
    ],
    [
      refuse.invalid({ group: 'apps', kind: 'Deployment' }, '', [required, required, { ...required, field: 'y' }]),
      422,
      'Invalid',
      'Deployment.apps "" is invalid: [spec.x: Required value: why, y: Required value: why]',
    ],
    [refuse.forbidden({ group: '', resource: '' }, '', 'no'), 403, 'Forbidden', 'forbidden: no'],
    [
      refuse.accessDenied({
        userName: 'bob',
        verb: 'list',
        path: '',
        resource: { ...pods, subresource: '', namespace: 'd', name: '' },
      }),
      403,
      'Forbidden',
      'pods is forbidden: User "bob" cannot list resource "pods" in API group "" in the namespace "d"',
    ],
    [
      refuse.accessDenied(
        {
          userName: 'bob',
          verb: 'get',
          path: '',
          resource: { ...deployments, subresource: 'scale', namespace: '', name: 'x' },
        },
        'RBAC',
      ),
      403,
      'Forbidden',
      'deployments.apps "x" is forbidden: User "bob" cannot get resource "deployments/scale" in API group "apps" at the cluster scope: RBAC',
    ],
    [
      refuse.accessDenied({ userName: 'b<', verb: 'get', path: '/x' }),
      403,
      'Forbidden',
      'forbidden: User "b&lt;" cannot get path "/x"',
    ],
    [
      refuse.methodNotSupported(pods, 'create'),
      405,
      'MethodNotAllowed',
      'create is not supported on resources of kind "pods"',
    ],
    [refuse.tooOldResourceVersion(1, 9), 410, 'Expired', 'too old resource version: 1 (9)'],
    [refuse.timeout('x'), 504, 'Timeout', 'Timeout: x'],
    [refuse.internalError('x'), 500, 'InternalError', 'Internal error occurred: x'],
  ]
  it.each(rows)('%s', (error, code, reason, message) => {
    expect(error.status).toMatchObject({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      code,
      reason,
      message,
    })
  })
  it('causes carry reason, message and field', () => {
    expect(refuse.invalid({ group: '', kind: 'Pod' }, 'a', [required]).status.details).toEqual({
      name: 'a',
      kind: 'Pod',
      causes: [{ reason: 'FieldValueRequired', message: 'Required value: why', field: 'spec.x' }],
    })
  })
  it('an expired list may go on with a token', () => {
    expect(refuse.expired('x', 'token').status.metadata).toEqual({ continue: 'token' })
  })
})

describe('findings', () => {
  const rows: readonly [Finding, string][] = [
    [{ field: 'a', type: 'invalid', value: 'x"\u0001', detail: 'd' }, 'a: Invalid value: "x\\"\\x01": d'],
    [{ field: 'a', type: 'invalid', value: 1e21 }, 'a: Invalid value: 1e+21'],
    [{ field: 'a', type: 'invalid', value: null }, 'a: Invalid value: null'],
    [{ field: 'a', type: 'invalid', value: { b: ['<'] } }, 'a: Invalid value: {"b":["\\u003c"]}'],
    [
      { field: 'a', type: 'too-long', value: 'x', detail: 'may not be more than 1 byte' },
      'a: Too long: may not be more than 1 byte',
    ],
    [{ field: 'a', type: 'forbidden', value: 'x', detail: 'd' }, 'a: Forbidden: d'],
    [{ field: 'a', type: 'duplicate', value: 'x' }, 'a: Duplicate value: "x"'],
  ]
  it.each(rows)('%j', (finding, text) => expect(findingText(finding)).toBe(text))
  it('quotes as Go does', () => expect(goQuote('a\u200b\u{1f600}\u007f')).toBe('"a\\u200b😀\\x7f"'))
})
