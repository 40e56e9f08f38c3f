import { fetchUrl } from '#repo'
import type { Session } from '../frame/session.ts'
import type { GlobalInput } from './helm-environment.ts'
import { httpOptions, type TlsInput } from './network.ts'

/** The body at an address: a values file on a server, or what a getter plugin gives. Throws RepoError, CliError `input`. */
export async function fetchBytes(url: string, flags: TlsInput & GlobalInput, session: Session): Promise<Uint8Array> {
  return fetchUrl(url, httpOptions(flags, session))
}
