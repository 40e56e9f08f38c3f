import type { KubeObject } from '#kube'
import { mapAt } from '../read.ts'
import { classWarnings, volumeNodeWarnings } from './storage.ts'
import { sourceWarnings } from './volume.ts'

/** Sentences about a persistent volume (volume util GetWarningsForPersistentVolume). */
export function volumeWarnings(object: KubeObject): readonly string[] {
  const spec = mapAt(object, 'spec')
  const detail =
    'The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.'
  return [
    ...classWarnings(object),
    ...(spec['persistentVolumeReclaimPolicy'] === 'Recycle' ? [`spec.persistentVolumeReclaimPolicy: ${detail}`] : []),
    ...volumeNodeWarnings(spec),
    ...sourceWarnings(spec, 'spec', ['flocker', 'quobyte']),
  ]
}
