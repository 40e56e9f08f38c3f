import { describe, expect, test } from 'vitest'
import type { JsonObject } from '#kube'
import { decodeProtobuf } from './decode.ts'
import { encodeProtobuf } from './encode.ts'

const core = 'io.k8s.api.core.v1'
const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1'
const extensions = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1'

interface Row {
  readonly rule: string
  readonly type: string
  readonly object: JsonObject
  /** What comes back, where it is not the object. */
  readonly shown?: JsonObject
}

const rows: readonly Row[] = [
  {
    rule: 'what Go always shows is shown',
    type: `${core}.Pod`,
    object: {},
    shown: { metadata: {}, spec: { containers: null }, status: {} },
  },
  {
    rule: 'empty values of omitempty fields are not shown, others are',
    type: `${core}.ContainerPort`,
    object: { name: '', hostPort: 0, containerPort: 0, protocol: '' },
    shown: { containerPort: 0 },
  },
  {
    rule: 'pointers keep their zero value',
    type: `${core}.PodSpec`,
    object: { containers: [], terminationGracePeriodSeconds: 0, enableServiceLinks: false },
    shown: { terminationGracePeriodSeconds: 0, containers: null, enableServiceLinks: false },
  },
  {
    rule: 'inlined structs stand among the keys of their parent',
    type: `${core}.Volume`,
    object: { name: 'v', emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } },
  },
  {
    rule: 'inlined structs with required fields',
    type: `${core}.EphemeralContainer`,
    object: { name: 'e', image: 'i', resources: {}, targetContainerName: 't' },
  },
  { rule: 'integers of 64 bits, negative ones too', type: `${meta}.ListMeta`, object: { remainingItemCount: -7 } },
  {
    rule: 'the largest exact integer',
    type: `${meta}.ObjectMeta`,
    object: { generation: Number.MAX_SAFE_INTEGER },
  },
  {
    rule: 'negative integers of 32 bits',
    type: 'io.k8s.api.scheduling.v1.PriorityClass',
    object: { metadata: {}, value: -5 },
  },
  {
    rule: 'int or string',
    type: 'io.k8s.api.apps.v1.RollingUpdateDeployment',
    object: { maxUnavailable: '25%', maxSurge: 3 },
  },
  {
    rule: 'quantities come back in their canonical form',
    type: `${core}.ResourceRequirements`,
    object: { limits: { cpu: '1000m', memory: '1024Mi' }, requests: { cpu: 1 } },
    shown: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '1' } },
  },
  {
    rule: 'times in other zones become UTC, fractions go',
    type: `${meta}.ObjectMeta`,
    object: { creationTimestamp: '2026-01-31T10:00:00.5+02:00' },
    shown: { creationTimestamp: '2026-01-31T08:00:00Z' },
  },
  { rule: 'null is no creation time', type: `${meta}.ObjectMeta`, object: { creationTimestamp: null }, shown: {} },
  {
    rule: 'micro times have six digits',
    type: 'io.k8s.api.coordination.v1.LeaseSpec',
    object: { renewTime: '2026-01-31T10:00:00.000120Z', holderIdentity: 'a' },
    shown: { holderIdentity: 'a', renewTime: '2026-01-31T10:00:00.000120Z' },
  },
  {
    rule: 'bytes are base64, text in any language is text',
    type: `${core}.ConfigMap`,
    object: { metadata: { name: 'ü' }, data: { 日本: 'é'.repeat(100) }, binaryData: { b: '/wA=' } },
  },
  {
    rule: '__proto__ is only a key',
    type: `${core}.ConfigMap`,
    object: JSON.parse(
      '{"metadata":{"labels":{"__proto__":"x"}},"data":{"__proto__":"y","constructor":"z"}}',
    ) as JsonObject,
  },
  {
    rule: 'fields of managed fields are JSON inside',
    type: `${meta}.ManagedFieldsEntry`,
    object: { manager: 'm', fieldsType: 'FieldsV1', fieldsV1: { 'f:spec': { 'f:a': {} } } },
  },
  {
    rule: 'lists inside maps have a message of their own',
    type: 'io.k8s.api.authentication.v1.UserInfo',
    object: { username: 'u', extra: { a: ['b', 'c'], d: null } },
  },
  {
    rule: 'schemas: booleans, lists, one or many',
    type: `${extensions}.JSONSchemaProps`,
    object: {
      type: 'object',
      default: { a: [1, null] },
      maximum: 1.5,
      enum: [1, 'a'],
      items: [{ type: 'string' }],
      additionalProperties: true,
      additionalItems: { type: 'integer' },
      dependencies: { a: ['b'], c: { type: 'string' } },
    },
  },
  {
    rule: 'a status of the API',
    type: `${meta}.Status`,
    object: { metadata: {}, status: 'Failure', details: { causes: [{ reason: 'a', field: 'b' }] }, code: 409 },
  },
]

describe('values', () => {
  test.each(rows)('$rule', ({ type, object, shown = object }) => {
    const bytes = encodeProtobuf(type, object)
    const got = decodeProtobuf(type, bytes)
    expect(JSON.parse(JSON.stringify(got))).toEqual(sorted(shown))
    expect(decodeProtobuf(type, encodeProtobuf(type, got))).toEqual(got)
  })

  test('keys come in the order of Go', () => {
    const object = { status: {}, spec: { containers: null }, metadata: { name: 'a' } }
    const got = decodeProtobuf(`${core}.Pod`, encodeProtobuf(`${core}.Pod`, object))
    expect(JSON.stringify(got)).toBe('{"metadata":{"name":"a"},"spec":{"containers":null},"status":{}}')
  })

  test.each<readonly [string, string, JsonObject]>([
    ['text for an integer', `${core}.ContainerPort`, { containerPort: '80' }],
    ['a map for a list', `${core}.PodSpec`, { containers: {} }],
    ['a number for a text', `${core}.Container`, { name: 5 }],
    ['no time', `${meta}.ObjectMeta`, { creationTimestamp: 'yesterday' }],
  ])('refused: %s', (_, type, object) => {
    expect(() => encodeProtobuf(type, object)).toThrowError(expect.objectContaining({ code: 'value' }) as Error)
  })
})

function sorted(value: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject
}
