/** A Go type as its JSON decoder sees it: what a field takes and how errors name it. */
export type GoType = GoScalar | GoList | GoMap | GoStruct

/** A text, a truth value, a whole number, or anything. `name` is the type's own name where it has one. */
export interface GoScalar {
  readonly form: 'string' | 'bool' | 'int' | 'any'
  readonly name: string
}

export interface GoList {
  readonly form: 'list'
  readonly of: GoType
  /** The type's own name where it has one: `types.FsSlice`. */
  readonly name?: string
}

/** `map[string]T`. */
export interface GoMap {
  readonly form: 'map'
  readonly of: GoType
}

/** `name` is the full name, `types.Patch`; fields of embedded structs stand among the others. */
export interface GoStruct {
  readonly form: 'struct'
  readonly name: string
  readonly fields: readonly GoField[]
  /** True where lists hold pointers to it: `[]*types.Selector`. */
  readonly isPointer?: boolean
}

/** `via` names the embedded structs on the way to a field, outermost first. */
export interface GoField {
  readonly json: string
  readonly type: GoType
  readonly via: readonly string[]
}

export const goString: GoScalar = { form: 'string', name: 'string' }
export const goBool: GoScalar = { form: 'bool', name: 'bool' }
export const goInt: GoScalar = { form: 'int', name: 'int' }
export const goInt64: GoScalar = { form: 'int', name: 'int64' }
export const goAny: GoScalar = { form: 'any', name: 'interface {}' }

/** A string type with a name of its own. */
export const namedString = (name: string): GoScalar => ({ form: 'string', name })

/** `[]T`. */
export const listOf = (of: GoType): GoList => ({ form: 'list', of })

/** A list type with a name of its own. */
export const namedList = (name: string, of: GoType): GoList => ({ form: 'list', of, name })

/** `map[string]T`. */
export const mapOf = (of: GoType): GoMap => ({ form: 'map', of })

/** One field. */
export const field = (json: string, type: GoType): GoField => ({ json, type, via: [] })

/** The fields of a struct that is embedded under its name. */
export const embed = (name: string, fields: readonly GoField[]): readonly GoField[] =>
  fields.map((inner) => ({ ...inner, via: [name, ...inner.via] }))

/** A struct type. */
export const struct = (name: string, fields: readonly GoField[]): GoStruct => ({ form: 'struct', name, fields })

/** The type as an error names it: `[]types.Patch`, `map[string]string`. */
export function typeText(type: GoType): string {
  if (type.form === 'list') {
    const { of, name } = type
    if (name !== undefined) return name
    return `[]${of.form === 'struct' && of.isPointer === true ? '*' : ''}${typeText(of)}`
  }
  return type.form === 'map' ? `map[string]${typeText(type.of)}` : type.name
}
