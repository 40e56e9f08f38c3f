import { makeMap, mapsAt } from '#kinds'
import type { AdmissionPlugin } from '../contract/admission.ts'
import { isAbout } from './refuse.ts'

const NOT_READY = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' } as const

/** A new node takes no pods until it says that it is ready. */
export const taintNodesByCondition: AdmissionPlugin = {
  name: 'TaintNodesByCondition',
  operations: ['CREATE'],
  admit: (request) => {
    if (request.object === undefined || !isAbout(request, '', 'nodes')) return
    const spec = makeMap(request.object, 'spec')
    const taints = mapsAt(spec, 'taints')
    if (taints.some(({ key, effect }) => key === NOT_READY.key && effect === NOT_READY.effect)) return
    spec['taints'] = [...taints, { ...NOT_READY }]
  },
}
