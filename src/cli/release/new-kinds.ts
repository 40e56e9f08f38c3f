import type { KubeObject } from '#kube'
import { definitionsIn, type ReleaseWorld, type RenderContent, withKinds } from '#release'
import { isManifestChart } from './manifest-content.ts'

/** A world and what is rendered for it, which know of each other. */
export interface Releasing {
  readonly world: ReleaseWorld
  readonly render: RenderContent
}

/** Lets kustomizations and plain manifests hold definitions beside objects of their kinds; charts have `crds/` for that. */
export function withNewKinds(world: ReleaseWorld, render: RenderContent): Releasing {
  const coming: KubeObject[] = []
  return {
    world: withKinds(world, coming),
    render: async (request) => {
      const content = await render(request)
      if (isManifestChart(content.chart)) coming.push(...definitionsIn(content.manifest))
      return content
    },
  }
}
