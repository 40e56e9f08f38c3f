import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isBuiltInType, loadDescriptions } from '#kinds'
import type { JsonObject } from '#kube'
import { builtInDefinition } from './definition.ts'

const corpus = process.env.BERTH_CORPUS ?? '../shared/corpus'
const file = join(dirname(corpus), 'data/kubernetes-openapi-v2.json')

interface Definition extends JsonObject {
  properties: Record<string, JsonObject>
}

// the body of what is skipped runs all the same
const isThere = existsSync(file)
const text = isThere ? readFileSync(file, 'utf8') : '{"definitions":{}}'

describe.skipIf(!isThere)(`definitions are those of a real server (${file})`, async () => {
  const document = JSON.parse(text) as { definitions: Record<string, Definition> }
  const describeType = await loadDescriptions()
  const definer = { dialect: 'v2', describe: describeType, groupVersions: [] } as const
  const names = Object.keys(document.definitions).filter(isBuiltInType)

  test('most types are built in', () => expect(names.length).toBeGreaterThan(540))

  test.each(names)('%s', (name) => {
    const want = document.definitions[name] as Definition
    const got = builtInDefinition(name, definer) as Definition
    expect(withoutEnums(got)).toEqual(withoutKinds(want, name))
  })
})

/** The file was made with the feature OpenAPIEnums off: no enums, no words about them. */
function withoutEnums(value: Definition): JsonObject {
  return JSON.parse(JSON.stringify(value), (key, inner: unknown) => {
    if (key === 'enum' && Array.isArray(inner)) return undefined
    return key === 'description' && typeof inner === 'string'
      ? inner.replace(/\n*Possible enum values:[^]*$/, '')
      : inner
  }) as JsonObject
}

/** Types of every group carry the groups that are served, alpha ones too where the file was made. */
function withoutKinds(value: Definition, name: string): JsonObject {
  if (!/meta\.v1\.(DeleteOptions|WatchEvent)$/.test(name)) return value
  const { 'x-kubernetes-group-version-kind': _, ...rest } = value
  return rest
}
