import type { JsonObject } from '#kube'
import { canonizeResources } from '../check/quantity.ts'
import { makeMap, mapAt } from '../read.ts'

/** Fills in what a claim leaves out (mutates; core SetDefaults_PersistentVolumeClaim). */
export function defaultClaim(claim: JsonObject): void {
  const spec = makeMap(claim, 'spec')
  spec['volumeMode'] ??= 'Filesystem'
  const resources = makeMap(spec, 'resources')
  canonizeResources(resources['requests'])
  canonizeResources(resources['limits'])
  canonizeResources(mapAt(claim, 'status')['capacity'])
  // Two names of one wish: only some kinds of source can be told in the older one.
  const source = mapAt(spec, 'dataSource')
  if (spec['dataSourceRef'] === undefined && Object.keys(source).length > 0) spec['dataSourceRef'] = { ...source }
}
