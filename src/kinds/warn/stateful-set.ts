import type { KubeObject } from '#kube'
import { mapAt, mapsAt, numberAt } from '../read.ts'
import { templateWarnings } from './pod.ts'
import { claimSpecWarnings } from './storage.ts'

const ofTemplate = templateWarnings({ path: ['spec', 'template'], names: false })

/** Sentences about a stateful set: its template, its claims, how many revisions it keeps. */
export function statefulSetWarnings(object: KubeObject, old: KubeObject | undefined): readonly string[] {
  const spec = mapAt(object, 'spec')
  // claims are named otherwise when a set is changed, as in the real server
  const suffix = old === undefined ? '' : '.Spec'
  const keepsAll = (numberAt(spec, 'revisionHistoryLimit') ?? 0) < 0
  return [
    ...ofTemplate(object, old),
    ...mapsAt(spec, 'volumeClaimTemplates').flatMap((claim, at) =>
      claimSpecWarnings(mapAt(claim, 'spec'), `spec.volumeClaimTemplates[${at}]${suffix}`),
    ),
    ...(keepsAll
      ? ['spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended']
      : []),
  ]
}
