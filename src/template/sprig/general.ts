import type { GoFunction } from '../value.ts'
import { deepFunctions } from './deep.ts'
import { defaultFunctions } from './defaults.ts'
import { dictFunctions } from './dicts.ts'
import { encodingFunctions } from './encoding.ts'
import type { SprigEnvironment } from './environment.ts'
import { jsonFunctions } from './json.ts'
import { listFunctions } from './lists.ts'
import { numberFunctions } from './numbers.ts'
import { pathFunctions } from './path.ts'
import { randomFunctions } from './random.ts'
import { reflectFunctions } from './reflect.ts'
import { stringListFunctions } from './string-lists.ts'
import { stringFunctions } from './strings.ts'
import { systemFunctions } from './system.ts'
import { urlFunctions } from './url.ts'

/** Everything but dates, versions, regular expressions and cryptography. */
export function generalFunctions(environment: SprigEnvironment): GoFunction[] {
  return [
    stringFunctions(),
    stringListFunctions(),
    numberFunctions(),
    defaultFunctions(),
    listFunctions(),
    dictFunctions(),
    deepFunctions(),
    reflectFunctions(),
    jsonFunctions(),
    encodingFunctions(),
    pathFunctions(),
    urlFunctions(),
    randomFunctions(environment),
    systemFunctions(environment),
  ].flat()
}
