import type { Schema } from '../schema/schema.ts'
import { type Atom, atomFrom, atomOf, type MapAtom } from './atom.ts'

/** Fields of metadata that only the server writes or that name the object: nobody owns them. */
const UNOWNED = new Set([
  'name',
  'namespace',
  'creationTimestamp',
  'selfLink',
  'uid',
  'clusterName',
  'generation',
  'managedFields',
  'resourceVersion',
])
const ignored = atomFrom({ scalar: 'untyped', isIgnored: true })
const roots = new WeakMap<Schema, Atom>()

/** The atom of a whole object: as its schema says, but for what nobody owns. A schema that leaves metadata open gets the usual one. */
export function rootAtom(schema: Schema): Atom {
  let atom = roots.get(schema)
  if (atom === undefined) {
    atom = makeRoot(schema)
    roots.set(schema, atom)
  }
  return atom
}

function makeRoot(schema: Schema): Atom {
  const { map } = atomOf(schema.type === undefined ? { ...schema, type: 'object' } : schema)
  if (map === undefined) return atomOf(schema)
  const declared = schema.properties?.metadata
  const metadata = metadataAtom(declared?.properties === undefined ? METADATA : declared)
  return atomFrom({
    map: {
      ...map,
      field: (key) => {
        if (key === 'metadata') return metadata
        return key === 'apiVersion' || key === 'kind' ? ignored : map.field(key)
      },
    },
  })
}

function metadataAtom(schema: Schema): Atom {
  const map = atomOf(schema).map as MapAtom
  return atomFrom({ map: { ...map, field: (key) => (UNOWNED.has(key) ? ignored : map.field(key)) } })
}

const texts: Schema = { type: 'object', additionalProperties: { type: 'string' } }
const METADATA: Schema = {
  type: 'object',
  properties: {
    ...Object.fromEntries([...UNOWNED].map((key) => [key, {}])),
    generateName: { type: 'string' },
    deletionTimestamp: { type: 'string', format: 'date-time' },
    deletionGracePeriodSeconds: { type: 'integer', format: 'int64' },
    labels: texts,
    annotations: texts,
    finalizers: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
    ownerReferences: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['uid'],
      items: {
        type: 'object',
        'x-kubernetes-map-type': 'atomic',
        properties: {
          apiVersion: { type: 'string' },
          kind: { type: 'string' },
          name: { type: 'string' },
          uid: { type: 'string' },
          controller: { type: 'boolean' },
          blockOwnerDeletion: { type: 'boolean' },
        },
      },
    },
  },
}
