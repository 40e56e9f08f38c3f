import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { SourceError } from '../error.ts'

/**
 * The folder of a `file://` repository, relative ones below the chart. Throws `not-found`.
 * Source: helm internal/resolver GetLocalPath.
 */
export function localPath(repository: string, chartPath: string): string {
  const path = repository.replace(/^file:\/\//, '')
  const folder = path.startsWith('/') ? resolve(path) : join(chartPath, path)
  if (statSync(folder, { throwIfNoEntry: false }) !== undefined) return folder
  throw new SourceError('not-found', `directory ${folder} not found`, { hint: `the dependency says ${repository}` })
}
