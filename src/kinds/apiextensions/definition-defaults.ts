import type { JsonObject, KubeObject } from '#kube'
import { isSet, listAt, makeMap, mapAt, mapsAt, textAt } from '../read.ts'

/** Fills in what a definition leaves out (mutates; apiextensions SetDefaults_CustomResourceDefinition). */
export function defaultDefinition(object: KubeObject): void {
  const spec = makeMap(object, 'spec')
  const names = makeMap(spec, 'names')
  const kind = textAt(names, 'kind')
  if (textAt(names, 'singular') === '') names['singular'] = kind.toLowerCase()
  if (textAt(names, 'listKind') === '' && kind !== '') names['listKind'] = `${kind}List`
  if (!isSet(spec, 'conversion')) spec['conversion'] = { strategy: 'None' }
  const conversion = mapAt(spec, 'conversion')
  const service = mapAt(conversion, 'webhook', 'clientConfig', 'service')
  if (isSet(mapAt(conversion, 'webhook', 'clientConfig'), 'service')) service['port'] ??= 443
  defaultStored(object)
}

/** A status without stored versions has at least the one that is stored now (mutates). */
function defaultStored(object: KubeObject): void {
  if (!isSet(object, 'status') || listAt(mapAt(object, 'status'), 'storedVersions').length > 0) return
  rememberStored(object)
}

/** The status of a new definition. */
export const newDefinitionStatus: JsonObject = {
  conditions: null,
  acceptedNames: { plural: '', kind: '' },
  storedVersions: [],
}

/** The version that is stored is remembered, because objects of it may stay (mutates). */
export function rememberStored(object: KubeObject): void {
  const status = makeMap(object, 'status')
  const stored = listAt(status, 'storedVersions')
  const marked = mapsAt(mapAt(object, 'spec'), 'versions').find((version) => version['storage'] === true)
  const name = marked === undefined ? '' : textAt(marked, 'name')
  if (marked === undefined || stored.includes(name)) return
  object['status'] = { ...status, storedVersions: [...stored, name] }
}
