import assert from 'node:assert/strict'
import type { Obj } from './wire.ts'
import { eventually, listAt, type World } from './world.ts'

/** Where definitions are. */
export const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'

/** A schema that takes everything. */
export const allowAll: Obj = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }

/** What a definition is made of. */
export interface Definition {
  readonly group: string
  readonly plural: string
  readonly kind: string
  readonly isNamespaced?: boolean
  /** Schema by version; the first one is stored. */
  readonly versions: Readonly<Record<string, Obj>>
  /** More of the first version: subresources. */
  readonly more?: Obj
}

/** The object of a definition. */
export function definitionOf({ group, plural, kind, isNamespaced = true, versions, more }: Definition): Obj {
  return {
    kind: 'CustomResourceDefinition',
    apiVersion: 'apiextensions.k8s.io/v1',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: { plural, singular: plural.replace(/s$/, ''), kind, listKind: `${kind}List` },
      scope: isNamespaced ? 'Namespaced' : 'Cluster',
      versions: Object.entries(versions).map(([name, openAPIV3Schema], index) => ({
        name,
        served: true,
        storage: index === 0,
        schema: { openAPIV3Schema },
        ...(index === 0 && more),
      })),
    },
  }
}

/** Creates a definition, waits until its resources are there, and takes it away at the end. */
export async function withDefinition(
  world: World,
  definition: Definition,
  work: (created: Obj) => Promise<void>,
): Promise<void> {
  const { json } = world
  const created = await json.post(definitions, definitionOf(definition))
  try {
    await untilServed(world, definition)
    await work(created)
  } finally {
    await json.remove(`${definitions}/${definition.plural}.${definition.group}`)
  }
}

/** The definition is established, and discovery tells of its resources. */
export async function untilServed({ json }: World, { group, plural, versions }: Definition): Promise<void> {
  await eventually(async () => {
    const found = await json.get(`${definitions}/${plural}.${group}`)
    assert.ok(
      listAt(found, 'status.conditions').some(({ type, status }) => type === 'Established' && status === 'True'),
      'not established',
    )
    for (const version of Object.keys(versions)) {
      const resources = listAt(await json.get(`/apis/${group}/${version}`), 'resources')
      assert.ok(
        resources.some(({ name }) => name === plural),
        `no ${plural} in ${group}/${version}`,
      )
    }
  })
}
