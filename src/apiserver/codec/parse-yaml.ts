import { badRequest, type Json } from '#kube'
import { load, YamlError } from '#yaml'
import type { Parsed } from './parse-json.ts'

/** Reads one YAML document as plain JSON. Throws 400 in the words of the real server. */
export function parseYaml(text: string, kind: string): Parsed {
  try {
    return { value: plain(load(text)), strictErrors: [] }
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    const why = `couldn't get version/kind; yaml: ${error.message}`
    throw badRequest(`the object provided is unrecognized (must be of type ${kind}): ${why}`)
  }
}

/** Times, boxed numbers and integers past 2^53 become what JSON has for them. */
function plain(value: unknown): Json {
  return JSON.parse(
    JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? Number(inner) : inner)) ?? 'null',
  ) as Json
}
