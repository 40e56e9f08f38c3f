import { mergeLayers } from '#render'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import type { GlobalInput } from './helm-environment.ts'
import type { TlsInput } from './network.ts'
import { fetchBytes } from './remote.ts'

const ADDRESS = /^[a-z][a-z\d+.-]*:\/\//i

/** What is behind the addresses that an expression of `--set-file` names, by address. Throws CliError `input` in Helm's words. */
export async function fetchNamed(
  expression: string,
  flags: TlsInput & GlobalInput,
  session: Session,
): Promise<ReadonlyMap<string, string>> {
  const fetched = new Map<string, string>()
  for (const address of namesIn(expression).filter((name) => ADDRESS.test(name))) {
    try {
      fetched.set(address, Buffer.from(await fetchBytes(address, flags, session)).toString('utf8'))
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      // what no getter knows is a file of that name
      if (reason.startsWith('could not find protocol handler')) continue
      throw new CliError('input', `failed parsing --set-file data: ${reason}`, { cause })
    }
  }
  return fetched
}

/** The files of an expression; none of one that is wrong, of which its reader will say more. */
function namesIn(expression: string): readonly string[] {
  const names: string[] = []
  const readFile = (name: string): string => {
    names.push(name)
    return ''
  }
  try {
    mergeLayers([{ origin: { kind: 'set-file' }, expression }], { compat: 'helm4', readFile })
  } catch {
    return []
  }
  return names
}
