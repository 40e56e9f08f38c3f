import { join } from 'node:path'
import type { Session } from '../frame/session.ts'
import { type GlobalInput, helmEnvironmentOf } from './helm-environment.ts'

/** The keyring that `--keyring` names, or GnuPG's own. */
export function keyringPath(given: string | undefined, flags: GlobalInput, session: Session): string {
  return given ?? join(helmEnvironmentOf(flags, session).gnupgHome, 'pubring.gpg')
}
