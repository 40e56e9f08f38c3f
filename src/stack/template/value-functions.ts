import { define, type GoFunction, type Value } from '#template'
import { dump, load } from '#yaml'
import { goValue } from './data.ts'

/** `toYaml`, `fromYaml`, `get`, `getOrNil`, `setValueAtPath`. */
export function valueFunctions(): GoFunction[] {
  return [
    define('toYaml', ['any'], (value) => dump(value ?? null)),
    define('fromYaml', ['string'], (text) => goValue(load(text as string))),
    define('get', ['string', 'any'], get, { variadic: true }),
    define('getOrNil', ['string', 'any'], (path, values) => lookUp(values ?? null, stepsOf(path)) ?? null),
    define('setValueAtPath', ['string', 'any', 'any'], (path, value, values) => {
      setAt(path as string, value ?? null, values ?? null)
      return values ?? null
    }),
  ]
}

/** `get PATH [DEFAULT] VALUES`. */
function get(path: Value | undefined, ...rest: readonly (Value | undefined)[]): Value {
  const values = rest.at(-1) ?? null
  const found = lookUp(values, stepsOf(path))
  if (found !== undefined) return found
  if (rest.length > 1) return rest[0] ?? null
  throw new Error(`no value exist for key "${stepsOf(path).join('.')}"`)
}

function stepsOf(path: Value | undefined): readonly string[] {
  return typeof path === 'string' && path !== '' ? path.split('.') : []
}

function lookUp(values: Value, steps: readonly string[]): Value | undefined {
  let current: Value | undefined = values
  for (const step of steps) {
    if (!(current instanceof Map)) return undefined
    current = current.get(step)
  }
  return current
}

/** Mutates `values`, as helmfile does. */
function setAt(path: string, value: Value, values: Value): void {
  const steps = path.split('.')
  const last = steps.pop() ?? ''
  let current: Value | undefined = values
  for (const step of steps) {
    if (current instanceof Map && !current.has(step)) {
      throw new Error(`failed to set value at path "${path}": value for key "${step}" does not exist`)
    }
    const next: Value | undefined = current instanceof Map ? current.get(step) : undefined
    if (!(next instanceof Map)) {
      throw new Error(`failed to set value at path "${path}": value for key "${step}" was not a map`)
    }
    current = next
  }
  if (!(current instanceof Map)) {
    throw new Error(`failed to set value at path "${path}": value for key "${last}" was not a map`)
  }
  current.set(last, value)
}
