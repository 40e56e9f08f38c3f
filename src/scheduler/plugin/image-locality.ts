import { mapAt, mapsAt, textAt } from '#kinds'
import type { KubeObject } from '#kube'
import type { Plugin } from './plugin.ts'
import { MAX_SCORE } from './plugin.ts'

const MIB = 1024 * 1024
const MIN_BYTES = 23 * MIB
const MAX_CONTAINER_BYTES = 1000 * MIB

/** Nodes that have the pod's images, the large ones above all; images that few nodes have count for less. */
export const imageLocality: Plugin = {
  name: 'ImageLocality',
  score: ({ pod, state }) => {
    const { images, containers } = imagesOf(pod.object)
    const total = state.nodes().length
    const worth = images.map((name) => ({ name, share: state.nodesWithImage(name) / total }))
    if (worth.every(({ share }) => share === 0)) return undefined
    return {
      of: (node) => {
        let sum = 0
        for (const { name, share } of worth) sum += Math.trunc((node.images.get(name) ?? 0) * share)
        return scoreOf(sum, containers)
      },
    }
  },
  wakes: {},
}

function scoreOf(sumBytes: number, containers: number): number {
  const most = MAX_CONTAINER_BYTES * containers
  const counted = Math.min(Math.max(sumBytes, MIN_BYTES), most)
  return Math.trunc((MAX_SCORE * (counted - MIN_BYTES)) / (most - MIN_BYTES))
}

function imagesOf(pod: KubeObject): { readonly images: readonly string[]; readonly containers: number } {
  const spec = mapAt(pod, 'spec')
  const all = [...mapsAt(spec, 'initContainers'), ...mapsAt(spec, 'containers')]
  const volumes = mapsAt(spec, 'volumes').filter((volume) => volume['image'] !== undefined)
  const names = [
    ...all.map((container) => textAt(container, 'image')),
    ...volumes.map((volume) => textAt(mapAt(volume, 'image'), 'reference')),
  ]
  return { images: names.map(withTag), containers: names.length }
}

/** As nodes name images: with a tag. */
function withTag(image: string): string {
  return image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image
}
