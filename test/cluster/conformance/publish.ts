import assert from 'node:assert/strict'
import { allowAll, type Definition, definitions, withDefinition } from './definition.ts'
import type { Obj } from './wire.ts'
import { at, eventually, type Rules, type World } from './world.ts'

const text = (description: string): Obj => ({ description, type: 'string' })
const foo: Obj = {
  description: 'Foo CRD for Testing',
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      description: 'Specification of Foo',
      properties: {
        bars: {
          description: 'List of Bars and their specs.',
          type: 'array',
          items: {
            type: 'object',
            required: ['name'],
            properties: {
              name: text('Name of Bar.'),
              age: text('Age of Bar.'),
              feeling: { ...text('Whether Bar is feeling great.'), enum: ['Great', 'Down'] },
              bazs: { description: 'List of Bazs.', items: { type: 'string' }, type: 'array' },
            },
          },
        },
      },
    },
    status: {
      description: 'Status of Foo',
      type: 'object',
      properties: {
        bars: {
          description: 'List of Bars and their statuses.',
          type: 'array',
          items: {
            type: 'object',
            properties: {
              name: text('Name of Bar.'),
              available: { description: 'Whether the Bar is installed.', type: 'boolean' },
              quxType: { ...text('Indicates to external qux type.'), pattern: 'in-tree|out-of-tree' },
            },
          },
        },
      },
    },
  },
}
const waldo: Obj = {
  description: 'Waldo CRD for Testing',
  type: 'object',
  properties: {
    spec: {
      description: 'Specification of Waldo',
      type: 'object',
      properties: { dummy: { description: 'Dummy property.', type: 'object' } },
    },
    status: {
      description: 'Status of Waldo',
      type: 'object',
      properties: {
        bars: { description: 'List of Bars and their statuses.', type: 'array', items: { type: 'object' } },
      },
    },
  },
}
const nested: Obj = {
  description: 'preserve-unknown-properties in nested field for Testing',
  type: 'object',
  properties: {
    spec: {
      description: 'Specification of Waldo',
      type: 'object',
      'x-kubernetes-preserve-unknown-fields': true,
      properties: { dummy: { description: 'Dummy property.', type: 'object' } },
    },
    status: { description: 'Status of Waldo', type: 'object' },
  },
}

/** Schemas of definitions in the documents that clients read. */
export const publishing: Rules = {
  'CustomResourcePublishOpenAPI [Privileged:ClusterAdmin] works for CRD with validation schema': async (world) => {
    const definition = fresh(world, 'foo', { v1: foo })
    await published(world, definition, async () => {
      await accepts(world, definition, { spec: { bars: [{ name: 'test-bar' }] } })
      await rejects(
        world,
        definition,
        { spec: { bars: [{ name: 'test-bar', feeling: 'NonExistentValue' }] } },
        /Unsupported value: "NonExistentValue"/,
      )
      await rejects(world, definition, { spec: { foo: true } }, /unknown field "spec\.foo"/)
      await rejects(world, definition, { spec: { bars: [{ age: '10' }] } }, /spec\.bars\[0\]\.name: Required value/)
      const explain = (path: string) => world.kubectl(['explain', `${definition.plural}${path}`])
      assert.match(
        await explain(''),
        /DESCRIPTION:.*Foo CRD for Testing.*FIELDS:.*apiVersion.*<string>.*APIVersion defines.*spec.*<Object>.*Specification of Foo/s,
      )
      assert.match(
        await explain('.metadata'),
        /DESCRIPTION:.*Standard object's metadata.*FIELDS:.*creationTimestamp.*<string>.*CreationTimestamp is a timestamp/s,
      )
      assert.match(
        await explain('.spec'),
        /DESCRIPTION:.*Specification of Foo.*FIELDS:.*bars.*<\[\]Object>.*List of Bars and their specs/s,
      )
      assert.match(
        await explain('.spec.bars'),
        /(FIELD|RESOURCE):.*bars.*<\[\]Object>.*DESCRIPTION:.*List of Bars and their specs.*FIELDS:.*bazs.*<\[\]string>.*List of Bazs.*name.*<string>.*Name of Bar/s,
      )
      await assert.rejects(explain('.spec.bars2'), /field "bars2" does not exist/)
    })
  },
  'CustomResourcePublishOpenAPI [Privileged:ClusterAdmin] works for CRD without validation schema': async (world) => {
    const definition = fresh(world, 'empty', { v1: allowAll })
    await published(
      world,
      definition,
      async () => {
        await accepts(world, definition, { a: { b: [{ c: 'd' }] } })
        assert.match(await world.kubectl(['explain', definition.plural]), /DESCRIPTION:.*<empty>/s)
      },
      { type: 'object' },
    )
  },
  'CustomResourcePublishOpenAPI [Privileged:ClusterAdmin] works for CRD preserving unknown fields at the schema root':
    async (world) => {
      const definition = fresh(world, 'unknown-at-root', {
        v1: { ...waldo, 'x-kubernetes-preserve-unknown-fields': true },
      })
      await published(
        world,
        definition,
        async () => {
          await accepts(world, definition, { a: { b: [{ c: 'd' }] } })
          assert.match(
            await world.kubectl(['explain', definition.plural]),
            new RegExp(`KIND:.*${definition.kind}`, 's'),
          )
        },
        undefined,
      )
    },
  'CustomResourcePublishOpenAPI [Privileged:ClusterAdmin] works for CRD preserving unknown fields in an embedded object':
    async (world) => {
      const definition = fresh(world, 'unknown-in-nested', { v1: nested })
      await published(
        world,
        definition,
        async () => {
          await accepts(world, definition, { spec: { a: null, b: [{ c: 'd' }] } })
          assert.match(
            await world.kubectl(['explain', definition.plural]),
            /DESCRIPTION:.*preserve-unknown-properties in nested field for Testing/s,
          )
        },
        undefined,
      )
    },
  'CustomResourcePublishOpenAPI [Privileged:ClusterAdmin] works for multiple CRDs of different groups': (world) =>
    published(world, fresh(world, 'foo', { v1: foo }), () =>
      published(world, fresh(world, 'waldo', { v1beta1: waldo })),
    ),
  'CustomResourcePublishOpenAPI [Privileged:ClusterAdmin] works for multiple CRDs of same group but different versions':
    async (world) => {
      await published(world, fresh(world, 'multi-ver', { v2: foo, v3: foo }))
      const second = {
        ...fresh(world, 'common-group', { v5: waldo }),
        plural: `waldo${world.namespace}s`,
        kind: `waldo${world.namespace}`,
      }
      await published(world, fresh(world, 'common-group', { v4: foo }), () => published(world, second))
    },
  'CustomResourcePublishOpenAPI [Privileged:ClusterAdmin] works for multiple CRDs of same group and version but different kinds':
    (world) => {
      const second = {
        ...fresh(world, 'common-group', { v6: waldo }),
        plural: `waldo${world.namespace}s`,
        kind: `waldo${world.namespace}`,
      }
      return published(world, fresh(world, 'common-group', { v6: foo }), () => published(world, second))
    },
  'CustomResourcePublishOpenAPI [Privileged:ClusterAdmin] updates the published spec when one version gets renamed': (
    world,
  ) => {
    const definition = fresh(world, 'multi-ver', { v2: foo, v3: foo })
    return published(world, definition, async () => {
      await world.json.patch(`${definitions}/${definition.plural}.${definition.group}`, 'json', [
        { op: 'test', path: '/spec/versions/1/name', value: 'v3' },
        { op: 'replace', path: '/spec/versions/1/name', value: 'v4' },
      ])
      await untilPublished(world, definition, 'v4', foo)
      await untilRemoved(world, definition, 'v3')
      await untilPublished(world, definition, 'v2', foo)
    })
  },
  'CustomResourcePublishOpenAPI [Privileged:ClusterAdmin] removes definition from spec when one version gets changed to not be served':
    (world) => {
      const definition = fresh(world, 'multi-to-single-ver', { v5: foo, v6alpha1: foo })
      return published(world, definition, async () => {
        await world.json.update(`${definitions}/${definition.plural}.${definition.group}`, (found) => {
          ;(at(found, 'spec.versions.1') as Obj)['served'] = false
        })
        await untilRemoved(world, definition, 'v6alpha1')
        await untilPublished(world, definition, 'v5', foo)
      })
    },
}

function fresh({ namespace }: World, group: string, versions: Readonly<Record<string, Obj>>): Definition {
  return {
    group: `${namespace}-test-${group}.example.com`,
    plural: `e2e-test-${namespace}-crds`,
    kind: `e2e-test-${namespace}-crd`,
    versions,
  }
}

/** Every version is in the document as long as the definition is there. `expected` stands for the schemas. */
async function published(
  world: World,
  definition: Definition,
  work: () => Promise<void> = () => Promise.resolve(),
  ...expected: readonly (Obj | undefined)[]
): Promise<void> {
  const versions = Object.entries(definition.versions)
  await withDefinition(world, definition, async () => {
    for (const [version, schema] of versions)
      await untilPublished(world, definition, version, expected.length > 0 ? expected[0] : schema)
    await work()
  })
  for (const [version] of versions) await untilRemoved(world, definition, version)
}

async function untilPublished(
  world: World,
  definition: Definition,
  version: string,
  schema: Obj | undefined,
): Promise<void> {
  await eventually(async () => {
    const found = structuredClone(await definitionIn(world, definition, version))
    assert.ok(found !== undefined, `${version} is not published`)
    if (schema === undefined) return
    const { apiVersion: _, kind: __, metadata: ___, ...properties } = (found['properties'] ?? {}) as Obj
    delete found['x-kubernetes-group-version-kind']
    delete found['properties']
    assert.deepEqual({ ...found, ...(Object.keys(properties).length > 0 && { properties }) }, schema)
  })
}

async function untilRemoved(world: World, definition: Definition, version: string): Promise<void> {
  await eventually(async () => assert.equal(await definitionIn(world, definition, version), undefined))
}

async function definitionIn({ json }: World, { group, kind }: Definition, version: string): Promise<Obj | undefined> {
  const name = [...group.split('.').reverse(), version, kind].join('.')
  return at(await json.get('/openapi/v2'), ['definitions', name]) as Obj | undefined
}

function resourceText({ group, versions, kind }: Definition, content: Obj): string {
  const version = Object.keys(versions)[0] ?? ''
  return JSON.stringify({ kind, apiVersion: `${group}/${version}`, metadata: { name: 'test-cr' }, ...content })
}

async function accepts({ kubectl, namespace }: World, definition: Definition, content: Obj): Promise<void> {
  for (const verb of ['create', 'apply']) {
    await kubectl([`--namespace=${namespace}`, verb, '-f', '-'], resourceText(definition, content))
    await kubectl([`--namespace=${namespace}`, 'delete', definition.plural, 'test-cr'])
  }
}

async function rejects(
  { kubectl, namespace }: World,
  definition: Definition,
  content: Obj,
  words: RegExp,
): Promise<void> {
  for (const verb of ['create', 'apply'])
    await assert.rejects(
      kubectl([`--namespace=${namespace}`, verb, '-f', '-'], resourceText(definition, content)),
      words,
    )
}
