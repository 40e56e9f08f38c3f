import { copyOf, type Json, sameJson } from '../../patch/json.ts'
import type { Finding } from '../../status/finding.ts'
import { findingsText, findingText } from '../../status/print-finding.ts'
import { type CoerceOptions, coerceMetadata } from '../coerce-metadata.ts'
import { prune } from '../prune.ts'
import type { Schema } from '../schema.ts'
import { type ValidateOptions, validateBySchema } from '../validate/validate.ts'
import { type EmbeddedOptions, validateEmbedded } from '../validate-embedded.ts'

/** What the checks of defaults need. */
export type DefaultOptions = Pick<ValidateOptions, 'compilePattern'> &
  Pick<CoerceOptions, 'metadata'> &
  Pick<EmbeddedOptions, 'validateMetadata'>

/**
 * Findings of the defaults in a structural schema: each must be valid and have no unknown fields
 * (apiextensions schema/defaulting ValidateDefaults). CEL rules are not asked.
 */
export function validateDefaults(schema: Schema, field: string, options: DefaultOptions): readonly Finding[] {
  const root = { ...schema, 'x-kubernetes-embedded-resource': true }
  return visit(root, field, { options, surroundings: undefined })
}

interface Visit {
  readonly options: DefaultOptions
  /** Inside of the head of an object: how a default becomes such an object. */
  readonly surroundings: ((value: Json) => Json) | undefined
}

function visit(schema: Schema, field: string, { options, surroundings }: Visit): readonly Finding[] {
  const isObject = schema['x-kubernetes-embedded-resource'] === true
  const around = isObject ? undefined : surroundings
  const value = schema.default ?? undefined
  const own =
    value === undefined ? [] : defaultFindings(schema, value, `${field}.default`, { options, surroundings: around })
  const { items, properties = {} } = schema
  const inItems = around === undefined ? undefined : (item: Json): Json => around([item])
  return [
    ...own,
    ...(items === undefined ? [] : visit(items, `${field}.items`, { options, surroundings: inItems })),
    ...Object.keys(properties).flatMap((key) => {
      const isHead = isObject && ['metadata', 'apiVersion', 'kind'].includes(key)
      const outer = around ?? (isHead ? asObject : undefined)
      const inKey = outer === undefined ? undefined : (inner: Json): Json => outer({ [key]: inner })
      return visit(properties[key] as Schema, `${field}.properties[${key}]`, { options, surroundings: inKey })
    }),
  ]
}

function asObject(head: Json): Json {
  return { apiVersion: 'validation/v1', kind: 'Validation', ...(head as Record<string, Json>) }
}

function defaultFindings(
  schema: Schema,
  value: Json,
  field: string,
  { options, surroundings }: Visit,
): readonly Finding[] {
  const head =
    surroundings === undefined
      ? plainFindings(schema, value, field, options)
      : headFindings(value, field, surroundings, options)
  const isHeadWrong = head.some(({ detail }) => detail !== UNKNOWN)
  return isHeadWrong ? head : [...head, ...valueFindings(schema, value, field, options)]
}

const UNKNOWN = 'must not have unknown fields'

function plainFindings(schema: Schema, value: Json, field: string, options: DefaultOptions): readonly Finding[] {
  const isObject = schema['x-kubernetes-embedded-resource'] === true
  const pruned = copyOf(value)
  prune(schema, pruned, { isResourceRoot: isObject })
  const unknown: readonly Finding[] = sameJson(pruned, value)
    ? []
    : [{ field, type: 'invalid', value, detail: UNKNOWN }]
  const { fault } = coerceMetadata(schema, copyOf(value), { metadata: options.metadata, isResourceRoot: isObject })
  if (fault !== undefined) return [...unknown, under(field, fault)]
  const found = validateEmbedded(schema, value, { ...options, isResourceRoot: isObject })
  return [...unknown, ...found.map((finding) => under(field, finding))]
}

function headFindings(
  value: Json,
  field: string,
  surroundings: (value: Json) => Json,
  { metadata, validateMetadata }: DefaultOptions,
): readonly Finding[] {
  const object = surroundings(copyOf(value))
  const { fault } = coerceMetadata({}, object, { metadata, isResourceRoot: true })
  const found = fault === undefined ? validateEmbedded({}, object, { validateMetadata, isResourceRoot: true }) : []
  if (fault === undefined && found.length === 0) return []
  const why = fault === undefined ? findingsText(found) : findingText(fault)
  return [{ field, type: 'invalid', value, detail: `must result in valid metadata: ${why}` }]
}

function valueFindings(
  schema: Schema,
  value: Json,
  field: string,
  { compilePattern }: DefaultOptions,
): readonly Finding[] {
  return validateBySchema(schema, value, { compilePattern }).map((finding) => {
    // Upstream puts a dot in front of an index here.
    return { ...finding, field: finding.field === '<nil>' ? field : `${field}.${finding.field}` }
  })
}

/** A finding inside of the default. */
function under(field: string, finding: Finding): Finding {
  return { ...finding, field: finding.field.startsWith('[') ? `${field}${finding.field}` : `${field}.${finding.field}` }
}
