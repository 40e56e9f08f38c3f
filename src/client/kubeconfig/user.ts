import { readFile } from 'node:fs/promises'
import type { Clock } from '#kube'
import { ClientError, messageOf } from '../error.ts'
import { type CredentialSource, fixedCredentials } from '../transport/credentials.ts'
import { execCredentials } from './exec.ts'
import type { UserEntry } from './kubeconfig.ts'
import { oidcCredentials } from './oidc.ts'
import { pemOf } from './pem.ts'
import type { UserContext } from './user-context.ts'

/** Credentials of a user entry. Throws ClientError `bad-config`, `io`. Source: client-go's `getUserIdentificationPartialConfig`. */
export async function credentialSource(user: UserEntry, context: UserContext): Promise<CredentialSource> {
  if (user.exec !== undefined && user['auth-provider'] !== undefined) {
    throw new ClientError('bad-config', 'a user cannot have both exec and auth-provider')
  }
  const certificate = await pemOf(user, 'client-certificate')
  const key = await pemOf(user, 'client-key')
  const pair = certificate !== undefined && key !== undefined ? { certificate, key } : {}
  if (user.tokenFile !== undefined && user.tokenFile !== '') return tokenFile(user.tokenFile, pair, context.clock)
  if (user.token !== undefined && user.token !== '')
    return fixedCredentials({ ...pair, authorization: `Bearer ${user.token}` })
  if (user.username !== undefined && user.username !== '') {
    const text = Buffer.from(`${user.username}:${user.password ?? ''}`).toString('base64')
    return fixedCredentials({ ...pair, authorization: `Basic ${text}` })
  }
  if (user.exec !== undefined) return execCredentials(user.exec, pair, context)
  if (user['auth-provider'] !== undefined) return oidcCredentials(user['auth-provider'], pair, context)
  return fixedCredentials(pair)
}

/** Bound tokens change on disk: they are read again every so often. */
const TOKEN_FILE_MS = 10_000

function tokenFile(
  file: string,
  pair: { readonly certificate?: string; readonly key?: string },
  clock: Clock,
): CredentialSource {
  let held: { readonly token: string; readonly readAt: number } | undefined
  return {
    current: async () => {
      if (held === undefined || clock.now() - held.readAt > TOKEN_FILE_MS) {
        held = { token: await readToken(file, held?.token), readAt: clock.now() }
      }
      return { ...pair, authorization: `Bearer ${held.token}` }
    },
    refuse: () => {
      held = undefined
      return true
    },
  }
}

async function readToken(file: string, last: string | undefined): Promise<string> {
  try {
    const token = (await readFile(file, 'utf8')).trim()
    if (token !== '') return token
    throw new ClientError('credentials', `${file} – empty token file`)
  } catch (error) {
    // while it is being replaced, the last one still works
    if (last !== undefined) return last
    if (error instanceof ClientError) throw error
    throw new ClientError('io', `${file} – ${messageOf(error)}`, { cause: error })
  }
}
