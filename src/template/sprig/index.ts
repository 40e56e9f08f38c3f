import type { FuncMap, GoFunction } from '../value.ts'
import { cryptoFunctions } from './crypto.ts'
import { dateFunctions } from './date.ts'
import type { SprigEnvironment } from './environment.ts'
import { generalFunctions } from './general.ts'
import { regexFunctions } from './regex.ts'
import { semverFunctions } from './semver.ts'
import type { SemverDialect } from './semver-version.ts'

export type { SprigEnvironment } from './environment.ts'
export { goJson } from './json.ts'
export { parseGoJson } from './json-parse.ts'
export { asNil as asNilContainer, isNil } from './runtime.ts'

/**
 * The functions of Sprig 3.3 by name, as Helm 3.17 (`dialect` 3.3) and 4.1 (3.4) carry them. Cheap to make: nothing
 * heavy is loaded yet.
 */
export function sprigFunctions(environment: SprigEnvironment, dialect: SemverDialect = '3.4'): FuncMap {
  const functions: readonly GoFunction[] = [
    ...generalFunctions(environment),
    ...cryptoFunctions(environment),
    ...dateFunctions(environment),
    ...semverFunctions(dialect),
    ...regexFunctions(),
  ]
  return new Map(functions.map((each) => [each.name, each]))
}
