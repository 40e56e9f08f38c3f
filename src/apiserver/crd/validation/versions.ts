import { isSet, isTrue, mapAt, mapsAt, numberAt, textAt } from '#kinds'
import type { Finding, Json, JsonObject } from '#kube'
import { goSchema } from './go-schema.ts'

/** What is wrong with the warning of a deprecated version. */
export function findDeprecationFaults(version: JsonObject, field: string): readonly Finding[] {
  if (!isSet(version, 'deprecationWarning')) return []
  const value = textAt(version, 'deprecationWarning')
  return deprecationDetails(value, isTrue(version, 'deprecated')).map((detail) => {
    return { field, type: 'invalid', value, detail }
  })
}

/** Versions as findings show them: all their fields, in the names of Go. */
export function versionsValue(versions: readonly JsonObject[]): Json {
  return versions.map((version) => ({
    Name: textAt(version, 'name'),
    Served: isTrue(version, 'served'),
    Storage: isTrue(version, 'storage'),
    Deprecated: isTrue(version, 'deprecated'),
    DeprecationWarning: version['deprecationWarning'] ?? null,
    Schema: isSet(version, 'schema')
      ? { OpenAPIV3Schema: goSchema(mapAt(version, 'schema', 'openAPIV3Schema')) }
      : null,
    Subresources: version['subresources'] ?? null,
    AdditionalPrinterColumns: columnsValue(version),
    SelectableFields: isSet(version, 'selectableFields')
      ? mapsAt(version, 'selectableFields').map((field) => ({ JSONPath: textAt(field, 'jsonPath') }))
      : null,
  }))
}

function deprecationDetails(text: string, isDeprecated: boolean): readonly string[] {
  if (!isDeprecated) return ['can only be set for deprecated versions']
  const bytes = Buffer.byteLength(text)
  const wrong = [...text].findIndex((character) => unprintable.test(character))
  const before = Buffer.byteLength([...text].slice(0, wrong).join(''))
  return [
    ...(bytes > maxBytes ? [`must be <= ${maxBytes} characters long`] : []),
    ...(bytes === 0 ? ['must not be an empty string'] : []),
    ...(wrong < 0
      ? []
      : [`must only contain printable UTF-8 characters; non-printable character found at index ${before}`]),
  ]
}

const maxBytes = 256
/** Go's unicode.IsPrint knows no space but the plain one. */
const unprintable = /(?! )[\p{C}\p{Z}]/u

function columnsValue(version: JsonObject): Json {
  if (!isSet(version, 'additionalPrinterColumns')) return null
  return mapsAt(mapAt(version), 'additionalPrinterColumns').map((column) => ({
    Name: textAt(column, 'name'),
    Type: textAt(column, 'type'),
    Format: textAt(column, 'format'),
    Description: textAt(column, 'description'),
    Priority: numberAt(column, 'priority') ?? 0,
    JSONPath: textAt(column, 'jsonPath'),
  }))
}
