import { isTrue, mapAt, mapsAt, textAt } from '#kinds'
import { goQuote, type JsonObject, type KubeObject } from '#kube'
import { namespaceOf } from './identity.ts'
import type { SourceKind, Sources } from './sources.ts'

/** A volume that cannot be had. */
export interface VolumeTrouble {
  readonly volume: string
  readonly message: string
}

interface Need {
  readonly kind: SourceKind
  readonly name: string
  readonly keys: readonly string[]
}

/** The first volume of a pod whose object or key is missing; undefined when all can be mounted. Throws StatusError, ClientError. */
export async function volumeTrouble(pod: KubeObject, sources: Sources): Promise<VolumeTrouble | undefined> {
  const namespace = namespaceOf(pod)
  for (const volume of mapsAt(mapAt(pod, 'spec'), 'volumes')) {
    for (const need of needsOf(pod, volume)) {
      const message = await trouble(need, namespace, sources)
      if (message !== undefined)
        return {
          volume: textAt(volume, 'name'),
          message: `MountVolume.SetUp failed for volume ${goQuote(textAt(volume, 'name'))} : ${message}`,
        }
    }
  }
  return undefined
}

function needsOf(pod: KubeObject, volume: JsonObject): readonly Need[] {
  const claim = mapAt(volume, 'persistentVolumeClaim')
  if (volume['ephemeral'] !== undefined && volume['ephemeral'] !== null)
    return [{ kind: 'persistentvolumeclaim', name: `${pod.metadata.name}-${textAt(volume, 'name')}`, keys: [] }]
  const claimName = textAt(claim, 'claimName')
  return [
    ...needOf('secret', mapAt(volume, 'secret'), 'secretName'),
    ...needOf('configmap', mapAt(volume, 'configMap'), 'name'),
    ...(claimName === '' ? [] : [{ kind: 'persistentvolumeclaim' as const, name: claimName, keys: [] }]),
    ...mapsAt(mapAt(volume, 'projected'), 'sources').flatMap((source) => [
      ...needOf('secret', mapAt(source, 'secret'), 'name'),
      ...needOf('configmap', mapAt(source, 'configMap'), 'name'),
    ]),
  ]
}

function needOf(kind: SourceKind, source: JsonObject, nameField: string): readonly Need[] {
  const name = textAt(source, nameField)
  if (name === '' || isTrue(source, 'optional')) return []
  return [{ kind, name, keys: mapsAt(source, 'items').map((item) => textAt(item, 'key')) }]
}

async function trouble({ kind, name, keys }: Need, namespace: string, sources: Sources): Promise<string | undefined> {
  const object = await sources.find(kind, namespace, name)
  if (object === undefined)
    return kind === 'persistentvolumeclaim'
      ? `persistentvolumeclaim ${goQuote(name)} not found`
      : `${kind} ${goQuote(name)} not found`
  const absent = keys.find((key) => !hasKey(object, key))
  return absent === undefined
    ? undefined
    : `references non-existent ${kind === 'secret' ? 'secret' : 'config'} key: ${absent}`
}

/** Whether a ConfigMap or Secret has a key. */
export function hasKey(object: KubeObject, key: string): boolean {
  return [mapAt(object, 'data'), mapAt(object, 'binaryData')].some((data) => Object.hasOwn(data, key))
}
