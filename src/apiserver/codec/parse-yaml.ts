import type { Json } from '#kube'
import { load, loadObject, YamlError } from '#yaml'
import { type Parsed, type ParseOptions, unrecognized } from './parse-json.ts'

/** Reads one YAML document as plain JSON. Throws 400 in the words of the real server. */
export function parseYaml(text: string, { kind, isStrict }: ParseOptions): Parsed {
  try {
    return { value: plain(loadObject(text)), strictErrors: isStrict ? repeatedKeys(text) : [] }
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    throw unrecognized(kind, `yaml: ${error.message}`, text)
  }
}

/** Keys that stand twice in one mapping, in one sentence. */
function repeatedKeys(text: string): readonly string[] {
  try {
    load(text, { duplicateKeys: 'error' })
    return []
  } catch (error) {
    if (error instanceof YamlError && error.code === 'duplicate-key') return [error.message]
    throw error
  }
}

/** Times, boxed numbers and integers past 2^53 become what JSON has for them. */
function plain(value: unknown): Json {
  return JSON.parse(
    JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? Number(inner) : inner)) ?? 'null',
  ) as Json
}
