import { createRequire } from 'node:module'
import type { HelmRenderOptions } from '#render'
import type { Session } from '../frame/session.ts'

/** Clock, randomness and zone of the template functions, taken from the session. */
export function templateEnvironment(session: Session): HelmRenderOptions['environment'] {
  return {
    now: session.now,
    randomBytes: session.randomBytes,
    get timeZone() {
      return session.timeZone()
    },
  }
}

/**
 * Resolves a host name while a template waits, for `--enable-dns`: a child of this program asks the system's resolver,
 * because templates run synchronously. An unknown name gives the empty string, as Sprig does.
 */
export function resolveHost(host: string): string {
  const { spawnSync } = createRequire(import.meta.url)('node:child_process') as typeof import('node:child_process')
  const { stdout, status } = spawnSync('getent', ['ahostsv4', host], { encoding: 'utf8', timeout: 5000 })
  return status === 0 ? (stdout.split(/\s/, 1)[0] ?? '') : ''
}
