import { define, type GoFunction } from '#template'
import type { ReferencePlaces } from '../reference/backends.ts'
import { resolveReferences } from '../reference/resolve.ts'
import { goValue, yamlValue } from './data.ts'

/** `fetchSecretValue "ref+…"` and `expandSecretRefs MAP`. */
export function referenceFunctions(places: ReferencePlaces): GoFunction[] {
  return [
    define('fetchSecretValue', ['string'], (reference) => {
      const value = resolveReferences(reference as string, places)
      if (typeof value === 'string') return value
      throw new Error(`expected ${reference as string} to be string`)
    }),
    define('expandSecretRefs', ['any'], (values) => goValue(resolveReferences(yamlValue(values ?? null), places))),
  ]
}
