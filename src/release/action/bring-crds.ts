import type { RenderedResource } from '#render'
import type { BringDefinitions } from '../contract/content.ts'
import type { Run } from './run.ts'

/** Brings definitions as a step of a run, however often what they belong to is rendered. */
export function bringOnce(
  run: Pick<Run, 'step'>,
  bring: (crds: readonly RenderedResource[]) => Promise<unknown>,
): BringDefinitions {
  let brought: Promise<unknown> | undefined
  return async (crds) => {
    if (crds.length > 0) brought ??= run.step('crds', () => bring(crds))
    await brought
    return []
  }
}
