import { YamlError } from './error.ts'
import { goValue } from './go-value.ts'
import type { Json } from './literal.ts'
import { hasOddKeys } from './odd-keys.ts'

/** Why the reference cannot print a resource: one of its maps, but for the outermost, has a key that is no text. */
export function oddKeyProblem(value: Json): YamlError | undefined {
  if (!hasOddKeys(value)) return undefined
  return new YamlError('bad-key', `${goValue(value)}: json: unsupported type: map[interface {}]interface {}`)
}
