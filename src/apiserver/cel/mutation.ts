import { EntryMap, failure, type ObjectType, type Type, types, type Value } from '#cel'

/**
 * The types that mutating policies build: `Object{…}`, `Object.spec{…}` with whatever fields their place in the text
 * says, and `JSONPatch{op, path, from, value}`.
 */
export const mutationTypes: { get(name: string): ObjectType | undefined } = {
  get: (name) => {
    if (name === 'JSONPatch') return JSON_PATCH
    return name === 'Object' || name.startsWith('Object.') ? objectTypeOf(name) : undefined
  },
}

const PATCH_FIELDS: ReadonlyMap<string, Type> = new Map<string, Type>([
  ['op', types.string],
  ['path', types.string],
  ['from', types.string],
  ['value', types.dyn],
])

const JSON_PATCH: ObjectType = {
  kind: 'object',
  name: 'JSONPatch',
  field: (name) => PATCH_FIELDS.get(name),
  make: (fields) => new NamedMap('JSONPatch', fields),
}

/** A field may be an object of the type its path names, so anything of another type has to be none of these. */
function objectTypeOf(name: string): ObjectType {
  return {
    kind: 'object',
    name,
    field: () => types.dyn,
    make: (fields) => {
      for (const [field, value] of fields) checkField(name, field, value)
      return new NamedMap(name, fields)
    },
  }
}

function checkField(name: string, field: string, value: Value): void {
  if (!(value instanceof NamedMap) || value.typeName === `${name}.${field}`) return
  const words = `type mismatch: unexpected type name ${JSON.stringify(value.typeName)}`
  throw failure(
    `${words}, expected ${JSON.stringify(`${name}.${field}`)}, which matches field name path from root Object type`,
  )
}

class NamedMap extends EntryMap {
  override readonly typeName: string
  constructor(typeName: string, fields: ReadonlyMap<string, Value>) {
    super(fields)
    this.typeName = typeName
  }
}
