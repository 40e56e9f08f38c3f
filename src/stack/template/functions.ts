import { define, type FuncMap, type GoFunction, sprigFunctions, type Value } from '#template'
import type { StackWorld } from '../contract.ts'
import type { ReferencePlaces } from '../reference/backends.ts'
import { fileFunctions } from './file-functions.ts'
import { programFunctions } from './program-functions.ts'
import { referenceFunctions } from './reference-functions.ts'
import { valueFunctions } from './value-functions.ts'

/** Runs a text as a template, for `tpl`. */
export type RunText = (text: string, data: Value) => string

/**
 * The functions of a stack's templates: Sprig's, and helmfile's for files, variables, values, programs and references.
 * Source: helmfile pkg/tmpl/context_funcs.go.
 */
export function stackFunctions(places: ReferencePlaces, run: RunText): FuncMap {
  const { world, folder } = places
  const functions = new Map(sprigFunctions({ ...world.sprig, variable: (name: string) => world.variable(name) ?? '' }))
  const sprigGet = functions.get('get')
  if (sprigGet !== undefined) functions.set('sprigGet', { ...sprigGet, name: 'sprigGet' })
  const own = [
    ...fileFunctions(world, folder),
    ...valueFunctions(),
    ...checkFunctions(world),
    ...programFunctions(world, folder),
    ...referenceFunctions(places),
    define('tpl', ['string', 'any'], (text, data) => run(text as string, data ?? null)),
  ]
  for (const entry of own) functions.set(entry.name, entry)
  return functions
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
