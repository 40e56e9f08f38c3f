import { isAbsolute, join } from 'node:path'
import { define, type FuncMap, type GoFunction, type GoMap, sprigFunctions, type Value } from '#template'
import { dump, load } from '#yaml'
import type { StackWorld } from '../contract.ts'
import { goValue } from './data.ts'

/** Runs a text as a template, for `tpl`. */
export type RunText = (text: string, data: Value) => string

/**
 * The functions of a stack's templates: Sprig's, and helmfile's for files, variables and values. Those that run programs
 * refuse. Source: helmfile pkg/tmpl/context_funcs.go.
 */
export function stackFunctions(world: StackWorld, folder: string, run: RunText): FuncMap {
  const functions = new Map(sprigFunctions({ ...world.sprig, variable: (name: string) => world.variable(name) ?? '' }))
  const own = [...fileFunctions(world, folder), ...valueFunctions(), ...checkFunctions(world), ...refusals()]
  const sprigGet = functions.get('get')
  if (sprigGet !== undefined) functions.set('sprigGet', { ...sprigGet, name: 'sprigGet' })
  for (const entry of own) functions.set(entry.name, entry)
  functions.set(
    'tpl',
    define('tpl', ['string', 'any'], (text, data) => run(text as string, data ?? null)),
  )
  return functions
}

function fileFunctions(world: StackWorld, folder: string): GoFunction[] {
  const at = (path: Value | undefined): string =>
    isAbsolute(path as string) ? (path as string) : join(folder, path as string)
  const read = (path: Value | undefined): string => {
    const text = world.readText(at(path))
    if (text === undefined) throw new Error(`open ${at(path)}: no such file or directory`)
    return text
  }
  return [
    define('readFile', ['string'], read),
    define('isFile', ['string'], (path) => world.readText(at(path)) !== undefined),
    define('isDir', ['string'], (path) => world.isFolder(at(path))),
    define('readDir', ['string'], (path) => {
      const files = world.list(at(path)).filter((name) => !world.isFolder(join(at(path), name)))
      return files.map((name) => join(path as string, name))
    }),
  ]
}

function valueFunctions(): GoFunction[] {
  return [
    define('toYaml', ['any'], (value) => dump(value ?? null)),
    define('fromYaml', ['string'], (text) => goValue(load(text as string))),
    define('get', ['string', 'any'], get, { variadic: true }),
    define('getOrNil', ['string', 'any'], (path, values) => lookUp(values ?? null, stepsOf(path)) ?? null),
    define('setValueAtPath', ['string', 'any', 'any'], (path, value, values) => {
      const copy = copyOf(values ?? null)
      setAt(copy, stepsOf(path), value ?? null)
      return copy
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

function copyOf(value: Value): Value {
  return value instanceof Map ? new Map([...value].map(([key, item]) => [key, copyOf(item)])) : value
}

/** Mutates `values`. */
function setAt(values: Value, steps: readonly string[], value: Value): void {
  let current = values
  for (const step of steps.slice(0, -1)) {
    if (!(current instanceof Map)) throw new Error(`${steps.join('.')} leads through what is no map`)
    const next: Value = current.get(step) ?? (new Map() as GoMap)
    current.set(step, next)
    current = next
  }
  if (!(current instanceof Map)) throw new Error(`${steps.join('.')} leads through what is no map`)
  current.set(steps.at(-1) ?? '', value)
}

function checkFunctions(world: StackWorld): GoFunction[] {
  return [
    define('requiredEnv', ['string'], (name) => {
      const value = world.variable(name as string)
      if (value !== undefined && value !== '') return value
      throw new Error(`required env var \`${name as string}\` is not set`)
    }),
    define('required', ['string', 'any'], (warning, value) => {
      const isMissing = value === null || value === undefined || value === ''
      if (isMissing) throw new Error(warning as string)
      return value
    }),
  ]
}

/** Programs are not run by reading a file. */
function refusals(): GoFunction[] {
  return ['exec', 'envExec', 'fetchSecretValue', 'expandSecretRefs'].map((name) =>
    define(name, ['any'], () => refuse(name), { variadic: true }),
  )
}

function refuse(name: string): never {
  throw new Error(`${name} runs programs or asks services, which reading a stack does not do`)
}
