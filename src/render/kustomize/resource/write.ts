import { dumpResource, oddKeyProblem } from '#yaml'
import { KustomizeError } from '../error.ts'
import type { JsonObject } from './json.ts'
import type { Resource } from './resource.ts'

/** One object as the reference prints it. Throws `bad-value` where it cannot be printed. */
export function resourceYaml(resource: Resource): string {
  const { value, place } = resource
  const position = place && { ...place, column: 1 }
  const problem = printProblem(resource)
  if (problem instanceof KustomizeError) throw problem
  if (problem !== undefined) throw unprintable(problem, position)
  return yamlText(value, position)
}

/** Why the reference cannot print an object that can be worked on. */
export function printProblem({ value, problem }: Resource): Error | undefined {
  return problem ?? oddKeyProblem(value)
}

/** A value as YAML, keys sorted. Throws `bad-value`. */
export function yamlText(value: JsonObject, position?: KustomizeError['position']): string {
  try {
    return dumpResource(value)
  } catch (error) {
    throw unprintable(error as Error, position)
  }
}

function unprintable(cause: Error, position: KustomizeError['position']): KustomizeError {
  return new KustomizeError({ code: 'bad-value', message: cause.message, position, cause })
}
