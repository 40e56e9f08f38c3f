import { dump } from '#yaml'
import { KustomizeError } from '../error.ts'
import type { JsonObject } from './json.ts'
import type { Resource } from './resource.ts'

/** One object as the reference prints it. Throws `bad-value` where it cannot be printed. */
export function resourceYaml({ value }: Resource): string {
  return yamlText(value)
}

/** A value as YAML, keys sorted. Throws `bad-value`. */
export function yamlText(value: JsonObject): string {
  try {
    return dump(value)
  } catch (error) {
    throw new KustomizeError({ code: 'bad-value', message: (error as Error).message, cause: error })
  }
}
