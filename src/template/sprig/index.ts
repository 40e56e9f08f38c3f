import type { FuncMap, GoFunction } from '../value.ts'
import { cryptoFunctions } from './crypto.ts'
import { dateFunctions } from './date.ts'
import type { SprigEnvironment } from './environment.ts'
import { generalFunctions } from './general.ts'
import { regexFunctions } from './regex.ts'
import { semverFunctions } from './semver.ts'

export type { SprigEnvironment } from './environment.ts'
export { goJson, type JsonOptions } from './json.ts'
export { parseGoJson } from './json-parse.ts'
export { asNil as asNilContainer, isNil } from './runtime.ts'

/** The functions of Sprig 3.3 by name, as Helm 3.17 and 4.1 carry them. Cheap to make: nothing heavy is loaded yet. */
export function sprigFunctions(environment: SprigEnvironment): FuncMap {
  const functions: readonly GoFunction[] = [
    ...generalFunctions(environment),
    ...cryptoFunctions(environment),
    ...dateFunctions(environment),
    ...semverFunctions(),
    ...regexFunctions(),
  ]
  return new Map(functions.map((each) => [each.name, each]))
}
