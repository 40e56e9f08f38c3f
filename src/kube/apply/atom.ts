import { propertyOf } from '../schema/properties.ts'
import type { Schema } from '../schema/schema.ts'

/** What a value may be to the merge: any of scalar, list and map (structured-merge-diff's schema.Atom). */
export interface Atom {
  readonly scalar: ScalarKind | undefined
  readonly list: ListAtom | undefined
  readonly map: MapAtom | undefined
  /** The atom narrowed to one of its forms; itself when it has no other. */
  readonly asScalar: Atom
  readonly asList: Atom
  readonly asMap: Atom
  /** Never owned by anybody: names, versions and times of the server. */
  readonly isIgnored: boolean
}

/** What a scalar must be. */
export type ScalarKind = 'string' | 'numeric' | 'boolean' | 'untyped'

/** A list: owned whole, as a set, or item by item. */
export interface ListAtom {
  readonly isAtomic: boolean
  /** Sorted; none for a set. */
  readonly keys: readonly string[]
  /** Value of a key that an item leaves out. */
  keyDefault(key: string): Schema['default']
  readonly items: () => Atom
}

/** A map or struct: owned whole or field by field. */
export interface MapAtom {
  readonly isAtomic: boolean
  /** The atom of a declared field. */
  field(key: string): Atom | undefined
  /** The atom of every other field; undefined where there can be none. */
  readonly element: Atom | undefined
  /** True for a map whose fields are deduced from what is there. */
  readonly isDeduced: boolean
}

/** Any value; maps and lists in it are owned whole. */
export const untyped: Atom = recursive(true)
/** Any value; maps are owned field by field, lists whole. */
export const deduced: Atom = recursive(false)

/** The atom of a schema; of a whole object with `rootAtom`. Made once for each schema. */
export function atomOf(schema: Schema, keepsUnknown = false): Atom {
  const cache = keepsUnknown ? keepingAtoms : atoms
  let atom = cache.get(schema)
  if (atom === undefined) {
    atom = makeAtom(schema, keepsUnknown || schema['x-kubernetes-preserve-unknown-fields'] === true)
    cache.set(schema, atom)
  }
  return atom
}

/** An atom of its parts, with its narrowed forms. */
export function atomFrom(parts: Partial<Pick<Atom, 'scalar' | 'list' | 'map' | 'isIgnored'>>): Atom {
  const { scalar, list, map, isIgnored = false } = parts
  const atom = { scalar, list, map, isIgnored } as { -readonly [Key in keyof Atom]: Atom[Key] }
  const forms = Number(scalar !== undefined) + Number(list !== undefined) + Number(map !== undefined)
  atom.asScalar = forms > 1 && scalar !== undefined ? atomFrom({ scalar, isIgnored }) : atom
  atom.asList = forms > 1 && list !== undefined ? atomFrom({ list, isIgnored }) : atom
  atom.asMap = forms > 1 && map !== undefined ? atomFrom({ map, isIgnored }) : atom
  return atom
}

const atoms = new WeakMap<Schema, Atom>()
const keepingAtoms = new WeakMap<Schema, Atom>()

const SCALARS: Readonly<Record<string, ScalarKind>> = { integer: 'numeric', number: 'numeric', boolean: 'boolean' }

function makeAtom(schema: Schema, keepsUnknown: boolean): Atom {
  if (schema.typeName?.endsWith('.resource.Quantity') === true) return atomFrom({ scalar: 'untyped' })
  if (schema.typeName?.endsWith('.runtime.RawExtension') === true) return untyped
  const { type, format } = schema
  if (type === 'object') return atomFrom({ map: mapAtom(schema, keepsUnknown) })
  if (type === 'array') return atomFrom({ list: listAtom(schema, keepsUnknown) })
  if (type === 'string') return atomFrom({ scalar: format === undefined || format === 'byte' ? 'string' : 'untyped' })
  if (type !== undefined) return atomFrom({ scalar: SCALARS[type] ?? 'untyped' })
  return atomFrom({ scalar: 'untyped', list: listAtom(schema, keepsUnknown), map: mapAtom(schema, keepsUnknown) })
}

function mapAtom(schema: Schema, keepsUnknown: boolean): MapAtom {
  const fields = new Map<string, Atom>()
  const element = elementOf(schema, keepsUnknown)
  return {
    isAtomic: schema['x-kubernetes-map-type'] === 'atomic',
    element,
    isDeduced: element === deduced && schema.properties === undefined,
    field(key) {
      const known = fields.get(key)
      if (known !== undefined) return known
      const property = propertyOf(schema, key)
      if (property === undefined) return undefined
      const atom = atomOf(property, keepsUnknown)
      fields.set(key, atom)
      return atom
    },
  }
}

function elementOf({ additionalProperties, properties }: Schema, keepsUnknown: boolean): Atom | undefined {
  if (typeof additionalProperties === 'object') return atomOf(additionalProperties, keepsUnknown)
  if (additionalProperties === true) return deduced
  if (additionalProperties === false) return undefined
  return keepsUnknown || properties === undefined || Object.keys(properties).length === 0 ? deduced : undefined
}

function listAtom(schema: Schema, keepsUnknown: boolean): ListAtom {
  const { items } = schema
  return {
    ...relationOf(schema),
    keyDefault: (key) => (items === undefined ? undefined : propertyOf(items, key)?.default),
    items: () => (items === undefined ? untyped : atomOf(items, keepsUnknown)),
  }
}

function relationOf(schema: Schema): Pick<ListAtom, 'isAtomic' | 'keys'> {
  const type = schema['x-kubernetes-list-type']
  if (type === 'map') return { isAtomic: false, keys: [...(schema['x-kubernetes-list-map-keys'] ?? [])].sort() }
  if (type !== undefined) return { isAtomic: type === 'atomic', keys: [] }
  const strategy = schema['x-kubernetes-patch-strategy']
  if (strategy === undefined || strategy === 'retainKeys') return { isAtomic: true, keys: [] }
  const key = schema['x-kubernetes-patch-merge-key']
  return { isAtomic: false, keys: key === undefined ? [] : [key] }
}

function recursive(isAtomic: boolean): Atom {
  const list: ListAtom = { isAtomic: true, keys: [], keyDefault: () => undefined, items: () => untyped }
  const map: Partial<MapAtom> = { isAtomic, field: () => undefined, isDeduced: !isAtomic }
  const draft = map as {
    -readonly [Key in keyof MapAtom]: MapAtom[Key]
  }
  const atom = atomFrom({ scalar: 'untyped', list, map: draft })
  draft.element = atom
  return atom
}
