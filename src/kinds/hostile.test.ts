import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { copyOf, type Json, type JsonObject, type KubeObject } from '#kube'
import { kindTable } from './table.ts'
import { samples } from './testing-samples.ts'

const junk: fc.Arbitrary<Json> = fc.oneof(
  fc.constant<Json>(null),
  fc.boolean(),
  fc.integer(),
  fc.string(),
  fc.constant<Json>([]),
  fc.constant<Json>({}),
  fc.constant<Json>([null, 1, 'x', [], {}]),
  fc.constant(JSON.parse('{"__proto__":{"a":1},"constructor":"x"}') as Json),
)

describe('hooks and columns', () => {
  it.each(kindTable.map((kind) => [`${kind.group}/${kind.version} ${kind.kind}`, kind] as const))(
    '%s stand whatever is in an object',
    (_, kind) => {
      const sample = { spec: {}, ...samples[kind.kind] }
      const paths = pathsOf(sample).filter((path) => path.length > 1 || path[0] !== 'metadata')
      fc.assert(
        fc.property(fc.array(fc.tuple(fc.constantFrom(...paths), junk), { maxLength: 4 }), (changes) => {
          const object = { apiVersion: 'v1', kind: kind.kind, metadata: { name: 'x' }, ...copyOf(sample) } as KubeObject
          for (const [path, value] of changes) put(object, path, value)
          run(kind.strategy, object)
          for (const column of kind.columns) column.value(object, 0)
          expect(({} as JsonObject)['a']).toBeUndefined()
        }),
        { numRuns: 60 },
      )
    },
  )
})

function run(strategy: (typeof kindTable)[number]['strategy'], object: KubeObject): void {
  const context = { now: 0, user: { name: 'u', groups: [] } }
  const old = copyOf(object)
  strategy.defaults?.(object)
  strategy.prepareForCreate?.(object, context)
  strategy.validate?.(object, context)
  strategy.validateCreate?.(object)
  strategy.prepareForUpdate?.(object, old, context)
  strategy.validateUpdate?.(object, old, context)
  strategy.prepareForStatusUpdate?.(object, old, context)
  strategy.validateStatusUpdate?.(object, old, context)
  strategy.warnings?.(object, old)
  strategy.gracePeriodSeconds?.(object)
}

/** Paths of everything in a sample. */
function pathsOf(value: Json, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  const below = Object.entries(value).flatMap(([key, item]) => pathsOf(item as Json, [...path, key]))
  return path.length === 0 ? below : [path, ...below]
}

function put(object: JsonObject, path: readonly string[], value: Json): void {
  let map: Json | undefined = object
  for (const step of path.slice(0, -1)) map = (map as JsonObject | null | undefined)?.[step]
  if (typeof map === 'object' && map !== null) (map as JsonObject)[path.at(-1) ?? ''] = copyOf(value)
}
