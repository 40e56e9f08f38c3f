import { createHash } from 'node:crypto'
import { lstatSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Dependency, dumpLock, type Lock, metadataJson } from '#repo'
import { SourceError } from '../error.ts'
import { ioError } from '../folder.ts'
import { quote } from '../text.ts'

/** Writes Chart.lock, or requirements.lock for apiVersion v1. Throws `bad-link` where a symbolic link is, `io`. */
export function writeLock(chartPath: string, lock: Lock, apiVersion: string): void {
  const name = apiVersion === 'v1' ? 'requirements.lock' : 'Chart.lock'
  const path = join(chartPath, name)
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new SourceError('bad-link', `the ${name} file is a symlink to ${quote(readlinkSync(path))}`)
  }
  try {
    writeFileSync(path, dumpLock(lock))
  } catch (error) {
    throw ioError(`open ${path}`, error)
  }
}

/** The digest that Helm 2 wrote: over what was asked for alone. Source: helm internal/resolver HashV2Req. */
export function helm2Digest(requested: readonly Dependency[]): string {
  const json = metadataJson({ name: '', version: '', apiVersion: '', dependencies: requested })
  return `sha256:${createHash('sha256').update(json).digest('hex')}`
}
