import { define } from '../define.ts'
import type { GoFunction, Value } from '../value.ts'
import { goKind, goTypeName } from './engine.ts'

/** `typeOf`, `typeIs`, `typeIsLike`, `kindOf`, `kindIs`. */
export function reflectFunctions(): GoFunction[] {
  return [
    define('typeOf', ['any'], (value) => typeOf(value)),
    define('typeIs', ['string', 'any'], (name, value) => typeOf(value) === name),
    define('typeIsLike', ['string', 'any'], (name, value) => [name, `*${name as string}`].includes(typeOf(value))),
    define('kindOf', ['any'], (value) => kindOf(value)),
    define('kindIs', ['string', 'any'], (name, value) => kindOf(value) === name),
  ]
}

function typeOf(value: Value | undefined): string {
  return value === null || value === undefined ? '<nil>' : goTypeName(value)
}

function kindOf(value: Value | undefined): string {
  return value === null || value === undefined ? 'invalid' : goKind(value)
}
