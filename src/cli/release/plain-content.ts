import type { RenderContent } from '#release'
import type { PlainFile } from '#render'
import type { Session } from '../frame/session.ts'
import type { ContentFlags } from './content-flags.ts'
import { contentOfManifests, refuseValues } from './manifest-content.ts'
import { readManifests } from './read-manifests.ts'

/** Plain manifests as releases: a file, a folder with everything below it, `-` for stdin, or an address. Read once. */
export function plainContent(source: string, flags: ContentFlags, session: Session): RenderContent {
  const origin = { format: 'plain', source } as const
  let files: Promise<readonly PlainFile[]> | undefined
  return async () => {
    refuseValues(origin, flags)
    files ??= readManifests(source, flags, session)
    return contentOfManifests(await files, origin, { flags, session })
  }
}
