import { makeMap, mapsAt } from '#kinds'
import type { AdmissionPlugin } from '../contract/admission.ts'
import { isAbout } from './refuse.ts'

const LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const

/** Every container asks its registry each time, so that nobody uses an image that another was let have. Off by default. */
export const alwaysPullImages: AdmissionPlugin = {
  name: 'AlwaysPullImages',
  operations: ['CREATE', 'UPDATE'],
  admit: (request) => {
    if (request.object === undefined || !isAbout(request, '', 'pods')) return
    const spec = makeMap(request.object, 'spec')
    for (const list of LISTS) for (const container of mapsAt(spec, list)) container['imagePullPolicy'] = 'Always'
  },
}
