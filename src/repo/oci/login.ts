import { type CredentialFiles, eraseCredentials, storeCredentials } from '../credentials.ts'
import { messageOf, RepoError } from '../error.ts'
import type { BasicCredentials } from '../http-options.ts'
import { connectRegistry, type RegistryOptions, statusError } from './registry.ts'

/**
 * Tries credentials on a registry and keeps them when they hold. Returns what Helm prints.
 * Throws RepoError `unauthorized`, `unreachable`, …, with `authenticating to "HOST": ` before.
 */
export async function login(
  host: string,
  credentials: BasicCredentials,
  options: RegistryOptions & { readonly files: CredentialFiles },
): Promise<string> {
  const name = host.split('/')[0] ?? host
  const registry = connectRegistry(name, { ...options, credentials: async () => credentials })
  try {
    const answer = await registry.call({ path: '' })
    if (answer.status !== 200) throw statusError('GET', answer)
  } catch (error) {
    if (!(error instanceof RepoError)) throw error
    const { code, hint } = error
    throw new RepoError(code, `authenticating to "${host}": ${messageOf(error)}`, { hint, cause: error })
  }
  await storeCredentials(name, credentials, options.files)
  return 'Login Succeeded'
}

/** Forgets a registry. Returns what Helm prints. */
export async function logout(host: string, files: CredentialFiles): Promise<string> {
  await eraseCredentials(host, files)
  return `Removing login credentials for ${host}`
}
