/**
 * Checks values against a chart's `values.schema.json`, in the words of Helm 3 (gojsonschema 1.2: drafts 4, 6, 7) or
 * Helm 4 (santhosh-tekuri/jsonschema 6.0.2: drafts 4 to 2020-12). Schema bytes and values go in, lines come out; nothing
 * is loaded from outside unless a function for that is given, and every schema ends within a budget of steps.
 *
 * The whole message, as `helm template` prints it (`lint` puts `values.yaml: ` before the lines in place of the names):
 *
 *     Error: values don't meet the specifications of the schema(s) in the following chart(s):
 *     CHART:
 *     - replicaCount: Invalid type. Expected: integer, given: string      (Helm 3)
 *     - at '/replicaCount': got string, want integer                      (Helm 4)
 *     SUBCHART:
 *     …
 *
 * Each chart's part is `schemaMessage`: validation lines end with a line break, the text of a schema that cannot be used
 * does not, so that the name of the next chart follows on the same line, as in Helm. Helm walks Go maps, so the order of
 * properties differs from run to run there; here they come in byte order. Helm reads the schema as JSON only, not YAML.
 */
import type { YamlValue } from '#yaml'
import { SchemaError } from './error.ts'
import { validateHelm3 } from './helm3/engine.ts'
import { validateHelm4 } from './helm4/engine.ts'
import { parseJson } from './json.ts'
import { UriError } from './uri.ts'
import { toJson } from './values.ts'

/** How to validate. */
export interface SchemaOptions {
  /** Whose engine and texts. */
  readonly compat: 'helm3' | 'helm4'
  /** Gives the text of a document that a `$ref` names by URL; without it only the schema itself can be referred to. */
  readonly loadRef?: (url: string) => string | undefined
}

/** What Helm says about values that break the schema, line by line; none when all is well. Never throws. */
export function validateAgainstSchema(schema: Uint8Array, values: YamlValue, options: SchemaOptions): string[] {
  const isHelm4 = options.compat === 'helm4'
  try {
    const document = parseJson(schema, isHelm4)
    const validate = isHelm4 ? validateHelm4 : validateHelm3
    return validate(document, toJson(values ?? new Map()), options.loadRef)
  } catch (error) {
    if (error instanceof SchemaError) return error.message.split('\n')
    if (error instanceof UriError) return [error.message]
    if (error instanceof RangeError) return ['values.schema.json – nested too deep – expected less']
    throw error
  }
}

/** One chart's part of Helm's message; empty when there are no lines. */
export function schemaMessage(chartName: string, lines: readonly string[]): string {
  if (lines.length === 0) return ''
  const isValidation = lines[0]?.startsWith('- ') === true
  return `${chartName}:\n${lines.join('\n')}${isValidation ? '\n' : ''}`
}
