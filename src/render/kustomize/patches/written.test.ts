import { expect, it } from 'vitest'
import { kubernetes121 } from '#kube'
import { isObject, type Json } from '../resource/json.ts'
import { readResources } from '../resource/read.ts'
import type { Resource } from '../resource/resource.ts'
import { placeInFile } from './place.ts'
import { patchResource } from './strategic.ts'

const BY_NAME = '{"x-kubernetes-patch-merge-key":"name","x-kubernetes-patch-strategy":"merge"}'
const BY_ID = '{"x-kubernetes-patch-merge-key":"id","x-kubernetes-patch-strategy":"merge"}'
const POD = '{"$ref":"#/definitions/io.k8s.api.core.v1.PodSpec"}'
const ITEMS = '- {name: foo, id: 1, old: 1}\n'
const CHANGED = 'list:\n- {name: foo, id: 2, new: 1}\n'

const BOTH = [{ name: 'foo', id: 2, old: 1, new: 1 }]
const NEW = [{ name: 'foo', id: 2, new: 1 }]
const APART = [...NEW, { name: 'foo', id: 1, old: 1 }]

function behind(comment: string): string {
  return `list: ${comment}\n${ITEMS}`
}

it.each<readonly [name: string, target: string, patch: string, list: Json]>([
  ['no comment', `list:\n${ITEMS}`, CHANGED, NEW],
  ['behind the key', behind(`# ${BY_NAME}`), CHANGED, BOTH],
  ['without a blank', behind(`#${BY_NAME}`), CHANGED, BOTH],
  ['more signs', behind(`### ${BY_NAME}`), CHANGED, BOTH],
  ['text behind it', behind(`# ${BY_NAME} and more`), CHANGED, BOTH],
  ['above the key', `# ${BY_NAME}\nlist:\n${ITEMS}`, CHANGED, BOTH],
  ['above the key, not first', `# list\n# ${BY_NAME}\nlist:\n${ITEMS}`, CHANGED, NEW],
  ['above the key and an empty line', `# ${BY_NAME}\n\nlist:\n${ITEMS}`, CHANGED, NEW],
  ['above the key, hidden by another behind it', `# ${BY_NAME}\n${behind('# list')}`, CHANGED, NEW],
  ['above the items', `list:\n# ${BY_NAME}\n${ITEMS}`, CHANGED, NEW],
  ['below', `list:\n${ITEMS}# ${BY_NAME}\n`, CHANGED, NEW],
  ['behind a flow list', `list: [{name: foo, id: 1, old: 1}] # ${BY_NAME}\n`, CHANGED, BOTH],
  ['in a flow list', `list: [ # ${BY_NAME}\n {name: foo, id: 1, old: 1}]\n`, CHANGED, NEW],
  ['in the patch', `list:\n${ITEMS}`, CHANGED.replace(':', `: # ${BY_NAME}`), BOTH],
  ['in both: the target wins', behind(`# ${BY_ID}`), CHANGED.replace(':', `: # ${BY_NAME}`), APART],
  ['in both: a value wins', behind(`# ${BY_NAME}`), `list: [{name: foo, id: 2, new: 1}] # ${BY_ID}\n`, APART],
  ['an unreadable one', behind('# {"a":'), CHANGED.replace(':', `: # ${BY_NAME}`), BOTH],
  ['an empty one', behind('# {}'), CHANGED.replace(':', `: # ${BY_NAME}`), BOTH],
  ['one of a setter', behind('# {"$openapi":"x"}'), CHANGED.replace(':', `: # ${BY_NAME}`), NEW],
  ['another type', behind('# {"type":"array"}'), CHANGED.replace(':', `: # ${BY_NAME}`), NEW],
  ['a field of another form', behind(`# {"title":3,${BY_NAME.slice(1)}`), CHANGED, NEW],
  ['items of another form', behind(`# {"items":3,${BY_NAME.slice(1)}`), CHANGED, BOTH],
  ['a reference', behind(`# {"$ref":"#/definitions/io.k8s.api.core.v1.Container",${BY_NAME.slice(1)}`), CHANGED, NEW],
  ['an unknown reference', behind(`# {"$ref":"#/definitions/nope",${BY_NAME.slice(1)}`), CHANGED, BOTH],
  ['keys of a map list', behind(`# {"x-kubernetes-list-map-keys":["id"],${BY_NAME.slice(1)}`), CHANGED, APART],
  ['no strategy', behind('# {"x-kubernetes-patch-merge-key":"name"}'), CHANGED, NEW],
  ['no key', 'list: # {"x-kubernetes-patch-strategy":"merge"}\n- a\n- b\n', 'list: [c, b]\n', ['c', 'b', 'a']],
])('a schema in a comment: %s', (_, target, patch, list) => {
  expect(merged(target, patch)['list']).toEqual(list)
})

it.each([
  ['properties', `# {"properties":{"list":${BY_NAME}}}`, 'list'],
  ['other properties', `# {"additionalProperties":${BY_NAME}}`, 'list'],
  ['a definition of Kubernetes', `# ${POD}`, 'containers'],
])('a schema in a comment of a map: %s', (_, comment, key) => {
  const target = `of: ${comment}\n  ${key}: [{name: foo, id: 1, old: 1}]\n`
  const { of } = merged(target, `of: {${key}: [{name: foo, id: 2, new: 1}]}\n`)
  expect(isObject(of) && of[key]).toEqual(BOTH)
})

it.each([
  ['items of a list', `list: # {"type":"array","items":{"properties":{"of":${BY_NAME}}},${BY_NAME.slice(1)}\n`, BOTH],
  ['items of what is no list', `list: # {"items":{"properties":{"of":${BY_NAME}}},${BY_NAME.slice(1)}\n`, NEW],
  ['above an item', `list: # ${BY_NAME}\n# {"properties":{"of":${BY_NAME}}}\n`, BOTH],
])('a schema in a comment: %s', (_, head, of) => {
  const target = `${head}- name: a\n  of: [{name: foo, id: 1, old: 1}]\n`
  const patch = 'list: [{name: a, of: [{name: foo, id: 2, new: 1}]}]\n'
  expect(merged(target, patch)['list']).toEqual([{ name: 'a', of }])
})

it('a comment that is too deep is not read', () => {
  const deep = `${'{"properties":{"a":'.repeat(100_000)}{}${'}}'.repeat(100_000)}`
  expect(merged(behind(`# ${deep}`), CHANGED)['list']).toEqual(NEW)
})

function merged(target: string, patch: string): Record<string, Json> {
  // Comments come along when a resource is copied, as every step may do.
  const resource = read(target).copy()
  patchResource(resource, read(patch).copy(), { schemas: kubernetes121, place: placeInFile('patch.yaml', patch) })
  return resource.value
}

function read(text: string): Resource {
  const [resource] = readResources(`apiVersion: x/v1\nkind: Custom\nmetadata: {name: x}\n${text}`, 'x.yaml')
  if (resource === undefined) throw new Error('no resource')
  return resource
}
