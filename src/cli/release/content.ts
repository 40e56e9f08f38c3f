import type { RenderContent } from '#release'
import type { Session } from '../frame/session.ts'
import type { ContentFlags } from './content-flags.ts'
import { formatOf, type ReleaseFormat } from './format.ts'

/** Renders one format for releases. */
export type FormatContent = (source: string, flags: ContentFlags, session: Session) => RenderContent

/** How each format is rendered for a release: one row a format, loaded when it is needed. */
const FORMATS: Readonly<Record<ReleaseFormat, () => Promise<FormatContent>>> = {
  helm: async () => (await import('./chart-content.ts')).chartContent,
  kustomize: async () => (await import('./overlay-content.ts')).overlayContent,
  plain: async () => (await import('./plain-content.ts')).plainContent,
}

/**
 * What a release renders from `source`: a chart (folder, archive, `repository/name`, `oci://`, address), the folder of a
 * kustomization, or plain manifests (file, folder, address, `-` for stdin). Files are read when the function that comes out is
 * called for the first time, and only then; throws what reading and rendering throw.
 */
export function contentOf(source: string, flags: ContentFlags, session: Session): RenderContent {
  let render: Promise<RenderContent> | undefined
  return async (request) => {
    render ??= FORMATS[formatOf(source, flags, session)]().then((content) => content(source, flags, session))
    return (await render)(request)
  }
}
