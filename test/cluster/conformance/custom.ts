import assert from 'node:assert/strict'
import { allowAll, type Definition, definitionOf, definitions, untilServed, withDefinition } from './definition.ts'
import { aggregatedAccept } from './machinery.ts'
import type { Obj } from './wire.ts'
import { at, eventually, holds, listAt, nameOf, type Rules, text, type World } from './world.ts'

const unique = ({ namespace }: World) => namespace.replaceAll('-', '')
const simple = (world: World, more: Partial<Definition> = {}): Definition => ({
  group: `${unique(world)}.example.com`,
  plural: `e2e-test-${unique(world)}-crds`,
  kind: `e2e-test-${unique(world)}-crd`,
  versions: { v1: allowAll },
  ...more,
})

/** Definitions of resources as objects, and how their resources come and go. */
export const custom: Rules = {
  'CustomResourceDefinition resources [Privileged:ClusterAdmin] Simple CustomResourceDefinition creating/deleting custom resource definition objects works':
    (world) => withDefinition(world, simple(world, { isNamespaced: false }), async () => undefined),
  'CustomResourceDefinition resources [Privileged:ClusterAdmin] Simple CustomResourceDefinition listing custom resource definition objects works':
    async (world) => {
      const { json } = world
      const label = { 'test-crd': world.namespace }
      const all = Array.from({ length: 5 }, (_, index) =>
        simple(world, { plural: `list${index}${unique(world)}s`, kind: `List${index}` }),
      )
      for (const one of all) {
        const body = definitionOf(one)
        ;(body['metadata'] as Obj)['labels'] = label
        await json.post(definitions, body)
      }
      for (const one of all) await untilServed(world, one)
      const labelSelector = `test-crd=${world.namespace}`
      assert.equal((await json.list(definitions, { labelSelector })).length, 5)
      await json.remove(definitions, {}, { labelSelector })
      await eventually(async () => assert.equal((await json.list(definitions, { labelSelector })).length, 0))
    },
  'CustomResourceDefinition resources [Privileged:ClusterAdmin] Simple CustomResourceDefinition getting/updating/patching custom resource definition status sub-resource works':
    (world) =>
      withDefinition(world, simple(world), async (created) => {
        const { json } = world
        const one = `${definitions}/${nameOf(created)}`
        const condition = { message: 'updated', reason: 'x', status: 'True', type: 'Updated' }
        holds(await json.get(`${one}/status`), {
          kind: 'CustomResourceDefinition',
          metadata: { name: nameOf(created) },
        })
        const updated = await json.update(
          one,
          (found) => void (listAt(found, 'status.conditions') as Obj[]).push(condition),
          '/status',
        )
        assert.ok(listAt(updated, 'status.conditions').some(({ type }) => type === 'Updated'))
        const patched = await json.patch(`${one}/status`, 'json', [
          {
            op: 'add',
            path: '/status/conditions',
            value: [...listAt(updated, 'status.conditions'), { ...condition, type: 'StatusPatched', message: '' }],
          },
        ])
        assert.ok(listAt(patched, 'status.conditions').some(({ type }) => type === 'StatusPatched'))
      }),
  'CustomResourceDefinition resources [Privileged:ClusterAdmin] should include custom resource definition resources in discovery documents':
    async ({ json }) => {
      const group = listAt(await json.get('/apis'), 'groups').find(({ name }) => name === 'apiextensions.k8s.io')
      assert.ok(
        listAt(group, 'versions').some(
          ({ version, groupVersion }) => version === 'v1' && groupVersion === 'apiextensions.k8s.io/v1',
        ),
      )
      assert.ok(listAt(await json.get('/apis/apiextensions.k8s.io'), 'versions').length > 0)
      const resources = listAt(await json.get('/apis/apiextensions.k8s.io/v1'), 'resources')
      assert.ok(resources.some(({ name }) => name === 'customresourcedefinitions'))
    },
  'CustomResourceDefinition resources [Privileged:ClusterAdmin] custom resource defaulting for requests and from storage works':
    (world) =>
      withDefinition(world, simple(world, { isNamespaced: false, versions: { v1: defaulting() } }), async (created) => {
        const { json } = world
        const { group, plural, kind } = simple(world)
        const all = `/apis/${group}/v1/${plural}`
        const body = { apiVersion: `${group}/v1`, kind, metadata: { name: 'foo' } }
        const first = await json.post(all, body)
        holds(first, { a: 'A' })
        assert.equal(first['b'], undefined)
        await json.patch(`${definitions}/${nameOf(created)}`, 'json', [
          { op: 'add', path: '/spec/versions/0/schema/openAPIV3Schema/properties/b/default', value: 'B' },
        ])
        await eventually(async () => holds(await json.get(`${all}/foo`), { a: 'A', b: 'B' }))
      }),
  'CustomResourceDefinition Watch [Privileged:ClusterAdmin] CustomResourceDefinition Watch watch on custom resource definition objects':
    (world) => {
      const definition = simple(world, { isNamespaced: false })
      return withDefinition(world, definition, async () => {
        const { json } = world
        const { group, plural, kind } = definition
        const all = `/apis/${group}/v1/${plural}`
        const cr = (name: string): Obj => ({
          apiVersion: `${group}/v1`,
          kind,
          metadata: { name },
          content: { key: 'value' },
        })
        const names = ['name1', 'name2']
        const watches = []
        for (const name of names) watches.push(await json.watch(all, { fieldSelector: `metadata.name=${name}` }))
        for (const [index, name] of names.entries()) {
          const made = await json.post(all, cr(name))
          assert.deepEqual(await watches[index]?.until('ADDED'), made)
        }
        for (const [index, name] of names.entries()) {
          const changed = await json.update(`${all}/${name}`, (found) => (found['dummy'] = 'test'))
          assert.deepEqual(await watches[index]?.until('MODIFIED'), changed)
        }
        for (const [index, name] of names.entries()) {
          await json.remove(`${all}/${name}`)
          await watches[index]?.until('DELETED')
          watches[index]?.stop()
        }
      })
    },
  'AggregatedDiscovery should support raw aggregated discovery request for CRDs': (world) =>
    discovered(world, aggregatedAccept),
  'AggregatedDiscovery should support aggregated discovery interface for CRDs': (world) =>
    discovered(world, `${aggregatedAccept},application/json`),
  'FieldValidation should create/apply a CR with unknown fields for CRD with no validation schema': (world) =>
    withDefinition(world, noxu(world, allowAll), async () => {
      assert.equal((await applyYaml(world, `unknown: uk1\n  ${VALID}`)).status, 201)
    }),
  'FieldValidation should create/apply a valid CR for CRD with validation schema': (world) =>
    withDefinition(world, noxu(world, schema()), async () => {
      assert.equal((await applyYaml(world, `foo: foo1\n  ${VALID}`)).status, 201)
    }),
  'FieldValidation should create/apply an invalid CR with extra properties for CRD with validation schema': (world) =>
    withDefinition(world, noxu(world, schema()), async () => {
      const { object } = await applyYaml(world, `foo: foo1\n  ${VALID}`, '', 'unknownField: unknown\n')
      assert.ok(
        text(object, 'message').includes('.unknownField: field not declared in schema'),
        text(object, 'message'),
      )
    }),
  'FieldValidation should detect unknown metadata fields in both the root and embedded object of a CR': (world) =>
    withDefinition(world, noxu(world, schema(true)), async () => {
      const template =
        'template:\n    apiversion: foo/v1\n    kind: Sub\n    metadata:\n        unknownSubMeta: unknown\n        name: subobject\n        namespace: x'
      const { object } = await applyYaml(world, `${template}\n  foo: foo1\n  ${VALID}`, '  unknownMeta: unknown\n')
      assert.match(
        text(object, 'message'),
        /\.spec\.template\.metadata\.unknownSubMeta: field not declared in schema|\.metadata\.unknownMeta: field not declared in schema/,
      )
    }),
  'FieldValidation should detect duplicates in a CR when preserving unknown fields': (world) =>
    withDefinition(world, noxu(world, schema(true)), async () => {
      const { object } = await applyYaml(world, `unknown: uk1\n  foo: foo1\n  foo: foo2\n  ${VALID}`)
      assert.match(text(object, 'message'), /line \d+: key "foo" already set in map/)
    }),
}

const VALID = 'cronSpec: "* * * * */5"\n  ports:\n  - name: x\n    containerPort: 80\n    protocol: TCP\n'

function defaulting(): Obj {
  return { type: 'object', properties: { a: { type: 'string', default: 'A' }, b: { type: 'string' } } }
}

function noxu(world: World, versionSchema: Obj): Definition {
  return {
    group: `${unique(world)}.mygroup.example.com`,
    plural: `noxus${unique(world)}`,
    kind: 'WishIHadChosenNoxu',
    isNamespaced: false,
    versions: { v1beta1: versionSchema, v1beta2: versionSchema, v0: versionSchema },
  }
}

function schema(preserves = false): Obj {
  const text = { type: 'string' }
  const ports = {
    type: 'array',
    'x-kubernetes-list-map-keys': ['containerPort', 'protocol'],
    'x-kubernetes-list-type': 'map',
    items: {
      type: 'object',
      required: ['containerPort', 'protocol'],
      properties: { containerPort: { type: 'integer', format: 'int32' }, hostIP: text, name: text, protocol: text },
    },
  }
  const template = {
    type: 'object',
    'x-kubernetes-embedded-resource': true,
    properties: { metadata: { type: 'object', properties: { name: text } }, spec: { type: 'object' } },
  }
  const cronSpec = { type: 'string', pattern: '^(\\d+|\\*)(/\\d+)?(\\s+(\\d+|\\*)(/\\d+)?){4}$' }
  const spec = {
    type: 'object',
    ...(preserves && { 'x-kubernetes-preserve-unknown-fields': true }),
    properties: { foo: text, cronSpec, ports, ...(preserves && { template }) },
  }
  return { type: 'object', properties: { spec } }
}

/** Applies an object strictly; the parts are lines of YAML below `spec:`, in `metadata:` and at the root. */
function applyYaml(world: World, spec: string, metadata = '', root = ''): ReturnType<World['json']['send']> {
  const { group, plural, kind } = noxu(world, {})
  const body = `\napiVersion: ${group}/v1beta1\nkind: ${kind}\nmetadata:\n  name: mytest\n${metadata}${root}spec:\n  ${spec}`
  return world.json.send('PATCH', `/apis/${group}/v1beta1/${plural}/mytest`, body, {
    query: { fieldManager: 'field_validation_mgr', fieldValidation: 'Strict' },
    headers: { 'content-type': 'application/apply-patch+yaml', accept: 'application/json, */*' },
  })
}

function discovered(world: World, accept: string): Promise<void> {
  const definition = simple(world)
  return withDefinition(world, definition, () =>
    eventually(async () => {
      const { object } = await world.json.send('GET', '/apis', undefined, { headers: { accept } })
      const group = listAt(object, 'items').find((one) => nameOf(one) === definition.group)
      assert.ok(listAt(group, 'versions.0.resources').some(({ resource }) => resource === definition.plural))
      assert.equal(at(group, 'versions.0.version'), 'v1')
    }),
  )
}
