import type { RenderContent } from '#release'
import type { Session } from '../frame/session.ts'
import type { ContentFlags } from './content-flags.ts'
import { contentOfManifests, refuseValues } from './manifest-content.ts'
import { explainPlain } from './plain-explain.ts'
import { readManifests } from './read-manifests.ts'

/** Plain manifests as releases: a file, a folder with everything below it, `-` for stdin, or an address. */
export async function loadPlainContent(source: string, flags: ContentFlags, session: Session): Promise<RenderContent> {
  const origin = { format: 'plain', source } as const
  refuseValues(origin, flags)
  const files = await readManifests(source, flags, session)
  return async () => ({
    ...(await contentOfManifests(files, origin, { flags, session })),
    explain: explainPlain(files),
  })
}
