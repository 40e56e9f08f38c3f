import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  applyMergePatch,
  applyStrategicPatch,
  builtInKinds,
  createMergePatch,
  createThreeWayMergePatch,
  createThreeWayPatch,
  createTwoWayPatch,
  type Json,
  type JsonObject,
} from './door.ts'

const word = fc.constantFrom('a', 'b', 'c', 'd')
const scalar = fc.oneof(word, fc.integer({ min: 0, max: 3 }), fc.boolean())
const listBy = (key: string, fields: Record<string, fc.Arbitrary<Json>>): fc.Arbitrary<Json> =>
  fc.uniqueArray(fc.record({ [key]: word, ...fields }, { requiredKeys: [key] }) as fc.Arbitrary<JsonObject>, {
    maxLength: 4,
    minLength: 1,
    selector: (item) => item[key],
  })

const container = { image: scalar, env: listBy('name', { value: scalar }), command: fc.array(scalar, { minLength: 1 }) }
const podSpec = fc.record(
  { containers: listBy('name', container), volumes: listBy('name', { emptyDir: fc.constant({ medium: 'Memory' }) }) },
  { requiredKeys: [] },
)
const spec = fc.record(
  { replicas: scalar, strategy: fc.dictionary(word, scalar, { minKeys: 1 }), template: fc.record({ spec: podSpec }) },
  { requiredKeys: [] },
)
const deployment = fc.record({
  metadata: fc.record({ labels: fc.dictionary(word, word), finalizers: fc.uniqueArray(word, { minLength: 1 }) }),
  spec,
}) as unknown as fc.Arbitrary<JsonObject>

const schema = builtInKinds('apps/v1', 'Deployment')

describe('patches between two objects', () => {
  test('a two-way patch leads from one to the other', () => {
    fc.assert(
      fc.property(deployment, deployment, (original, modified) => {
        const patch = createTwoWayPatch(original, modified, schema)
        const result = applyStrategicPatch(original, patch, schema)
        expect(withSortedFinalizers(result)).toEqual(withSortedFinalizers(modified))
      }),
    )
  })

  test('a three-way patch of an untouched object does the same', () => {
    fc.assert(
      fc.property(deployment, deployment, (original, modified) => {
        const patch = createThreeWayPatch({ original, modified, current: original }, schema)
        const result = applyStrategicPatch(original, patch, schema)
        expect(withSortedFinalizers(result)).toEqual(withSortedFinalizers(modified))
      }),
    )
  })

  test('nothing to do is an empty patch, and no argument changes', () => {
    fc.assert(
      fc.property(deployment, (object) => {
        const before = JSON.stringify(object)
        const patch = createThreeWayPatch({ original: object, modified: object, current: object }, schema)
        expect(applyStrategicPatch(object, patch, schema)).toEqual(object)
        expect(JSON.stringify(object)).toBe(before)
      }),
    )
  })

  test('a merge patch leads from one to the other', () => {
    fc.assert(
      fc.property(deployment, deployment, (original, modified) => {
        expect(plain(applyMergePatch(copy(original), createMergePatch(original, modified)))).toEqual(modified)
        const patch = createThreeWayMergePatch({ original, modified, current: original })
        expect(plain(applyMergePatch(copy(original), patch))).toEqual(modified)
      }),
    )
  })
})

function copy(value: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

/** Where nothing but the order of a list of scalars differs, the reference's patch may leave the old order. */
function withSortedFinalizers(value: JsonObject): unknown {
  const object = plain(value) as { metadata: { finalizers: string[] } }
  object.metadata.finalizers.sort()
  return object
}
