import type { Range, SizeAt, Type } from '#cel'

/** The sizes that declared variables promise, by path. */
export function sizesOf(variables: ReadonlyMap<string, Type>): SizeAt {
  return ([variable = '', ...path]) => {
    const root = variables.get(variable)
    if (root === undefined || !isDeclared(root)) return undefined
    let type: Type | undefined = root
    for (const name of path) {
      type = stepInto(type, name)
      if (type === undefined) return undefined
    }
    return sizeOfType(type)
  }
}

/** Variables whose type no schema declared promise nothing. */
function isDeclared(type: Type): boolean {
  return type.kind === 'object' || ('maxSize' in type && type.maxSize !== undefined)
}

function stepInto(type: Type, name: string): Type | undefined {
  if (name === '@items') return type.kind === 'list' ? type.item : undefined
  if (name === '@values') return type.kind === 'map' ? type.value : type.kind === 'list' ? type.item : undefined
  if (name === '@keys') return type.kind === 'map' ? type.key : undefined
  return type.kind === 'object' ? type.field(name) : undefined
}

function sizeOfType(type: Type): Range {
  return { min: 0, max: 'maxSize' in type ? (type.maxSize ?? 0) : 0 }
}
