import { makeMap, mapsAt } from '#kinds'
import { type JsonObject } from '#kube'
import type { AdmissionPlugin } from '../contract/admission.ts'
import { isAbout } from './refuse.ts'

const KEYS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'] as const

/** Pods stay this many seconds on a node that is not ready or not reachable, unless they say otherwise. */
export function defaultTolerationSeconds(seconds = 300): AdmissionPlugin {
  return {
    name: 'DefaultTolerationSeconds',
    operations: ['CREATE', 'UPDATE'],
    admit: (request) => {
      if (request.object === undefined || !isAbout(request, '', 'pods')) return
      const spec = makeMap(request.object, 'spec')
      const present = mapsAt(spec, 'tolerations')
      const missing = KEYS.filter((key) => !present.some((toleration) => tolerates(toleration, key)))
      if (missing.length === 0) return
      const added = missing.map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: seconds }))
      spec['tolerations'] = [...present, ...added]
    },
  }
}

function tolerates({ key, effect }: JsonObject, wanted: string): boolean {
  return (
    (key === wanted || key === undefined || key === '') &&
    (effect === 'NoExecute' || effect === undefined || effect === '')
  )
}
