import { dump } from './dump.ts'
import { YamlError } from './error.ts'
import { goValue } from './go-value.ts'
import type { Json } from './literal.ts'

/**
 * A resource as kustomize prints it: `dump` of its value, with boxed scalars as Go's JSON has them. Throws `YamlError`
 * with the reference's whole message where Go refuses a value: `map[string]interface {}{…}: json: unsupported value: +Inf`.
 */
export function dumpResource(value: Json): string {
  try {
    return dump(value)
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    throw new YamlError(error.code, `${goValue(value)}: ${error.message}`)
  }
}
