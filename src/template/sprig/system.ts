import { define } from '../define.ts'
import type { GoFunction } from '../value.ts'
import type { SprigEnvironment } from './environment.ts'

/** `env`, `expandenv`, `getHostByName`: each asks the environment that was handed in, and none has a default source. */
export function systemFunctions(environment: SprigEnvironment): GoFunction[] {
  const variable = (name: string): string => environment.variable?.(name) ?? ''
  return [
    define('env', ['string'], (name) => variable(name as string)),
    define('expandenv', ['string'], (text) => expand(text as string, variable)),
    define('getHostByName', ['string'], (name) => environment.hostByName?.(name as string) ?? ''),
  ]
}

const REFERENCE = /\$(?:\{([^}]*)\}|([*#$@!?\-0-9])|([A-Za-z_][A-Za-z0-9_]*))/g

/** `$NAME` and `${NAME}` replaced by their values, as Go's `os.Expand`. */
function expand(text: string, variable: (name: string) => string): string {
  return text.replace(REFERENCE, (_, braced?: string, special?: string, name?: string) =>
    braced === '' ? '' : variable(braced ?? special ?? name ?? ''),
  )
}
