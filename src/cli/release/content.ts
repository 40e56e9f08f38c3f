import type { RenderContent } from '#release'
import type { Session } from '../frame/session.ts'
import type { ContentFlags } from './content-flags.ts'
import { formatOf, type ReleaseFormat } from './format.ts'

/** Reads what one format needs, once, and gives what renders it. */
export type LoadContent = (source: string, flags: ContentFlags, session: Session) => Promise<RenderContent>

/** How each format comes to a release: one row a format, loaded when it is needed. */
const FORMATS: Readonly<Record<ReleaseFormat, () => Promise<LoadContent>>> = {
  helm: async () => (await import('./chart-content.ts')).loadChartContent,
  kustomize: async () => (await import('./overlay-content.ts')).loadOverlayContent,
  plain: async () => (await import('./plain-content.ts')).loadPlainContent,
}

/**
 * What a release renders from `source`: a chart (folder, archive, `repository/name`, `oci://`, address), the folder of a
 * kustomization, or plain manifests (file, folder, address, `-` for stdin). Files are read when the function that comes out is
 * called for the first time, and only then; it throws what reading and rendering throw.
 */
export function contentOf(source: string, flags: ContentFlags, session: Session): RenderContent {
  let loaded: Promise<RenderContent> | undefined
  return async (request) => {
    loaded ??= loadContent(source, flags, session)
    return (await loaded)(request)
  }
}

/** The same with everything read already. Throws SourceError, RepoError, CliError. */
export async function loadContent(source: string, flags: ContentFlags, session: Session): Promise<RenderContent> {
  const load = await FORMATS[formatOf(source, flags, session)]()
  return load(source, flags, session)
}
