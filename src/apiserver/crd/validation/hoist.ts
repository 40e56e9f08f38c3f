import { isSet, mapAt, mapsAt } from '#kinds'
import { type Json, type JsonObject, sameJson } from '#kube'

/** The parts that a definition may say once for all versions, with the names that findings know them by. */
const parts = [
  ['subresources', 'subresources'],
  ['schema', 'validation'],
  ['additionalPrinterColumns', 'additionalPrinterColumns'],
  ['selectableFields', 'selectableFields'],
] as const

/** A spec as the API server checks it: what all versions have in common stands at the top, and no longer in them. */
export interface HoistedSpec {
  readonly spec: JsonObject
  readonly versions: readonly JsonObject[]
  readonly subresources?: Json
  readonly validation?: Json
  readonly additionalPrinterColumns?: Json
  readonly selectableFields?: Json
}

/** Moves what is the same in all versions to the top (Convert_v1_CustomResourceDefinitionSpec_To_apiextensions_…). */
export function hoist(definition: JsonObject): HoistedSpec {
  const spec = mapAt(definition, 'spec')
  const versions = mapsAt(spec, 'versions')
  const common: Record<string, Json> = {}
  const moved = new Set<string>()
  for (const [key, name] of parts) {
    const first = partOf(versions[0], key)
    if (versions.length === 0 || !versions.every((version) => sameJson(partOf(version, key), first))) continue
    moved.add(key)
    if (first !== undefined) common[name] = first
  }
  const rest = versions.map((version) => {
    return Object.fromEntries(Object.entries(version).filter(([key]) => !moved.has(key)))
  })
  return { spec, versions: rest, ...common }
}

/** Nothing and an empty list are the same. */
function partOf(version: JsonObject | undefined, key: string): Json | undefined {
  if (version === undefined || !isSet(version, key)) return undefined
  const part = version[key]
  return Array.isArray(part) && part.length === 0 ? undefined : part
}
