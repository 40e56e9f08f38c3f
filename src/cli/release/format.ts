import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { detectFormat } from '#source'
import type { Session } from '../frame/session.ts'
import type { ContentFlags } from './content-flags.ts'

/** The formats that a release can render. */
export type ReleaseFormat = 'helm' | 'kustomize' | 'plain'

const MANIFEST_NAME = /\.(?:ya?ml|json)$/i

/** The format of what a person named. Under the `helm` persona everything is a chart, as it is for Helm. Throws SourceError. */
export function formatOf(source: string, flags: ContentFlags, session: Session): ReleaseFormat {
  // an empty name means no folder, least of all the one we are in
  if (session.persona === 'helm' || flags.repo !== undefined || source === '') return 'helm'
  if (source === '-') return 'plain'
  const path = resolve(session.cwd, source)
  if (!existsSync(path)) return /^https?:\/\//.test(source) && MANIFEST_NAME.test(pathOf(source)) ? 'plain' : 'helm'
  if (statSync(path).isFile() && !MANIFEST_NAME.test(path)) return 'helm'
  const format = detectFormat(path)
  return format === 'oam' ? 'plain' : format
}

function pathOf(url: string): string {
  return URL.parse(url)?.pathname ?? url
}
