/** A Go type as `encoding/json` sees it: enough of the language to declare Helm's file formats. */
export type GoType =
  | { readonly kind: 'string' | 'bool' | 'any' | 'time' }
  | { readonly kind: 'slice' | 'map'; readonly of: GoType; readonly name?: string }
  | GoStruct

/** A struct: `name` and `pkg` stand in error texts; `isPointer` when it is reached through a pointer. */
export interface GoStruct {
  readonly kind: 'struct'
  readonly name: string
  readonly pkg: string
  readonly isPointer: boolean
  readonly fields: readonly GoField[]
}

/**
 * A field: `json` is its tag, `key` the name it has in our values; fields without `omitEmpty` are always written.
 * `embedded` names the embedded struct that it comes from: there YAML scalars do not become strings.
 */
export interface GoField {
  readonly json: string
  readonly key: string
  readonly type: GoType
  readonly omitEmpty: boolean
  readonly embedded?: string
}

/** The types without parameters. */
export const goString: GoType = { kind: 'string' }
export const goBool: GoType = { kind: 'bool' }
export const goAny: GoType = { kind: 'any' }
export const goTime: GoType = { kind: 'time' }

/** `[]T`. */
export const sliceOf = (of: GoType): GoType => ({ kind: 'slice', of })
/** `map[string]T`. */
export const mapOf = (of: GoType): GoType => ({ kind: 'map', of })
/** A field that is left out when it is empty (`omitempty`). */
export const optional = (json: string, type: GoType, key = json): GoField => ({ json, key, type, omitEmpty: true })
/** A field that is always written. */
export const always = (json: string, type: GoType, key = json): GoField => ({ json, key, type, omitEmpty: false })

/** The type as Go prints it in an error: `[]*v2.Maintainer`. `chartPackage` is the name that Helm gives `chart`. */
export function printType(type: GoType, chartPackage: string): string {
  switch (type.kind) {
    case 'slice':
      if (type.name !== undefined) return type.name
      return `[]${type.of.kind === 'struct' && type.of.isPointer ? '*' : ''}${printType(type.of, chartPackage)}`
    case 'map':
      return `map[string]${printType(type.of, chartPackage)}`
    case 'struct':
      return `${type.pkg === 'chart' ? chartPackage : type.pkg}.${type.name}`
    case 'any':
      return 'interface {}'
    case 'time':
      return 'time.Time'
    case 'string':
    case 'bool':
      return type.kind
  }
}
