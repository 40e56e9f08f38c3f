import { createRestMapper } from '#client'
import { createDriver, type ReleaseWorld } from '#release'
import type { Session } from '../frame/session.ts'
import { localTimeText } from '../release/time-text.ts'
import type { Ephemeral } from './ephemeral.ts'

/** A world of releases on a cluster of a case; records are Secrets, as they will be where the chart is used. */
export function worldOn(
  { client, clock }: Ephemeral,
  namespace: string,
  { session, report }: { readonly session: Session; readonly report: ReleaseWorld['report'] },
): ReleaseWorld {
  return {
    client,
    mapper: createRestMapper(client),
    driver: createDriver({ kind: 'secret', client, namespace, clock }),
    namespace,
    clock,
    identity: 'chart test',
    random: Math.random,
    timeText: localTimeText,
    report,
    signal: session.signal,
  }
}
