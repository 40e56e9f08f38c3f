import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { builtInKinds } from './built-in.ts'
import { kubernetes121 } from './kubernetes-1-21.ts'
import { schemasOfOpenApi } from './open-api.ts'
import type { MergeSchema } from './schema.ts'

const path = resolve(process.env['BERTH_CORPUS'] ?? '../shared/corpus', '../data/kubernetes-openapi-v2.json')
const isThere = existsSync(path)
if (!isThere) process.stderr.write(`merge schema check SKIPPED: ${path} is missing\n`)

interface Definition {
  readonly 'x-kubernetes-group-version-kind'?: readonly { group: string; version: string; kind: string }[]
}

describe.skipIf(!isThere)('the table of built-in kinds', () => {
  const document = isThere ? JSON.parse(readFileSync(path, 'utf8')) : { definitions: {} }
  const declared = schemasOfOpenApi(document)
  const definitions = Object.values(document.definitions as Record<string, Definition>)
  const kinds = definitions
    .flatMap((definition) => definition['x-kubernetes-group-version-kind'] ?? [])
    .filter(({ kind }) => !kind.endsWith('List'))
    .map(({ group, version, kind }) => [group === '' ? version : `${group}/${version}`, kind] as const)

  test('says of every kind what the API declares', () => {
    const differing = kinds.filter(([apiVersion, kind]) => {
      return lines(builtInKinds(apiVersion, kind)).join() !== lines(declared(apiVersion, kind)).join()
    })
    expect(differing).toEqual([])
  })
})

/** The merged fields of a schema, one a line: `spec.ports by port,protocol`. */
function lines(schema: MergeSchema | undefined, path = '', depth = 0): string[] {
  if (schema === undefined || depth > 30) return []
  const own = schema.mergeKeys && [`${path} by ${schema.mergeKeys.join()}${schema.retainsKeys ? ' retained' : ''}`]
  const marks = schema.isReplaced ? [`${path} replaced`] : schema.retainsKeys && !own ? [`${path} retained`] : []
  // What is below a replaced map is never merged, and neither is a field that is no list.
  const fields = schema.isReplaced ? [] : [...(schema.fields ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))
  const inner = fields.flatMap(([name, field]) => lines(field, `${path}.${name}`, depth + 1))
  const all = [...(own ?? []), ...marks, ...inner, ...lines(schema.items, `${path}[]`, depth + 1)]
  return depth === 0 ? [...new Set(all)].filter((line) => !line.includes('matchExpressions')).sort() : all
}

describe('schemas', () => {
  test.each([
    ['apps/v1', 'Deployment', true, true],
    ['apps/v1beta1', 'Deployment', false, false],
    ['autoscaling/v2', 'HorizontalPodAutoscaler', false, true],
    ['batch/v1beta1', 'CronJob', true, false],
    ['example.com/v1', 'Deployment', false, false],
  ])('%s %s is known to kustomize: %s, to the cluster: %s', (apiVersion, kind, inKustomize, inCluster) => {
    expect(kubernetes121(apiVersion, kind) !== undefined).toBe(inKustomize)
    expect(builtInKinds(apiVersion, kind) !== undefined).toBe(inCluster)
  })

  test('a definition may contain itself', () => {
    const schemas = schemasOfOpenApi({
      definitions: {
        T: {
          properties: { self: { $ref: '#/definitions/T' }, list: { 'x-kubernetes-patch-strategy': 'merge' } },
          'x-kubernetes-group-version-kind': [{ group: 'x', version: 'v1', kind: 'T' }],
        },
      },
    })
    const self = schemas('x/v1', 'T')?.fields?.get('self')
    expect(self?.fields?.get('self')?.fields?.get('list')?.mergeKeys).toEqual([])
  })
})
