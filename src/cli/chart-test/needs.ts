import { type Json, type JsonObject, type KubeObject, textAt, valueAt } from '#kube'

/** A Secret or ConfigMap that a pod cannot start without. */
export interface Need {
  readonly kind: 'Secret' | 'ConfigMap'
  readonly namespace: string
  readonly name: string
  /** The keys that are asked for; not all that it may have. */
  readonly keys: readonly string[]
}

/** Every Secret and ConfigMap that volumes and environment of a pod name, optional ones apart. */
export function needsOf(pod: KubeObject): Need[] {
  const namespace = textAt(pod.metadata, 'namespace')
  const spec = pod['spec']
  const volumes = listOf(spec, 'volumes')
  const sources = [...volumes, ...volumes.flatMap((volume) => listOf(volume['projected'], 'sources'))]
  const containers = [...listOf(spec, 'initContainers'), ...listOf(spec, 'containers')]
  const references = [
    ...sources.flatMap(ofVolume),
    ...containers.flatMap((one) => listOf(one, 'envFrom')).flatMap(ofEnvironment),
    ...containers.flatMap((one) => listOf(one, 'env')).flatMap(ofVariable),
  ]
  const byName = new Map<string, Need>()
  for (const { kind, source, name, keys } of references) {
    if (name === '' || valueAt(source, 'optional') === true) continue
    const known = byName.get(`${kind}/${name}`)?.keys ?? []
    byName.set(`${kind}/${name}`, { kind, namespace, name, keys: [...new Set([...known, ...keys])] })
  }
  return [...byName.values()]
}

interface Reference {
  readonly kind: Need['kind']
  readonly source: Json | undefined
  readonly name: string
  readonly keys: readonly string[]
}

/** `secret`, `configMap` of a volume or of a projected one; the name stands in two ways. */
function ofVolume(volume: JsonObject): Reference[] {
  return [['Secret', volume['secret']] as const, ['ConfigMap', volume['configMap']] as const]
    .filter(([, source]) => source !== undefined)
    .map(([kind, source]) => ({
      kind,
      source,
      name: textAt(source, 'secretName') || textAt(source, 'name'),
      keys: listOf(source, 'items').map((item) => textAt(item, 'key')),
    }))
}

function ofEnvironment(from: JsonObject): Reference[] {
  return [['Secret', from['secretRef']] as const, ['ConfigMap', from['configMapRef']] as const]
    .filter(([, source]) => source !== undefined)
    .map(([kind, source]) => ({ kind, source, name: textAt(source, 'name'), keys: [] }))
}

function ofVariable({ valueFrom }: JsonObject): Reference[] {
  const secret = valueAt(valueFrom, 'secretKeyRef')
  const map = valueAt(valueFrom, 'configMapKeyRef')
  return [['Secret', secret] as const, ['ConfigMap', map] as const]
    .filter(([, source]) => source !== undefined)
    .map(([kind, source]) => ({ kind, source, name: textAt(source, 'name'), keys: [textAt(source, 'key')] }))
}

function listOf(value: Json | undefined, name: string): readonly JsonObject[] {
  const list = valueAt(value, name)
  return Array.isArray(list) ? (list as readonly JsonObject[]) : []
}
