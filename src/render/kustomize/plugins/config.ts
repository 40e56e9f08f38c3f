import { KustomizeError } from '../error.ts'
import { decode } from '../file/decode.ts'
import type { GoStruct } from '../file/go-type.ts'
import { plainValue } from '../resource/plain.ts'
import type { Resource } from '../resource/resource.ts'

/** A plugin's configuration object read into its type; other fields are ignored. Throws `bad-config`. */
export function readConfig<T>(config: Resource, type: GoStruct): T {
  const { value, problem } = decode(plainValue(config.value), type, { fromYaml: true })
  if (problem === undefined) return (value ?? {}) as T
  const message = `error unmarshaling JSON: while decoding JSON: ${problem}`
  const position = config.place && { ...config.place, column: 1 }
  throw new KustomizeError({ code: 'bad-config', message, position })
}
