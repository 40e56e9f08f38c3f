import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { RepoError } from './error.ts'
import { readIfPresent, withLock, writeAtomic } from './file.ts'
import type { BasicCredentials } from './http-options.ts'

/** Where registry credentials are kept: Helm's own file first, docker's after it. */
export interface CredentialFiles {
  readonly registryConfig: string
  /** The folder of docker's config.json; empty for none. */
  readonly dockerConfig: string
  /** `PATH`, where `docker-credential-*` programs are found. */
  readonly path: string
}

/** The docker config format; unknown members are kept when the file is written. */
interface ConfigFile {
  readonly auths?: Readonly<Record<string, AuthEntry>>
  readonly credHelpers?: Readonly<Record<string, string>>
  readonly credsStore?: string
}

interface AuthEntry {
  readonly auth?: string
  readonly username?: string
  readonly password?: string
  readonly identitytoken?: string
}

/** Credentials of a registry: a user and password, or an identity token with an empty user. */
export async function findCredentials(host: string, files: CredentialFiles): Promise<BasicCredentials | undefined> {
  const own = await credentialsIn(files.registryConfig, host, files)
  if (own !== undefined || files.dockerConfig === '') return own
  return credentialsIn(join(files.dockerConfig, 'config.json'), host, files)
}

/** Keeps credentials in Helm's registry config (or in the helper that it names), mode 0600. */
export async function storeCredentials(
  host: string,
  credentials: BasicCredentials,
  files: CredentialFiles,
): Promise<void> {
  const key = serverKey(host)
  await changeConfig(files.registryConfig, async (config) => {
    const helper = helperOf(config, key)
    if (helper !== undefined) {
      const { username, password } = credentials
      const input = { ServerURL: key, Username: username === '' ? '<token>' : username, Secret: password }
      await runHelper(helper, 'store', { input: JSON.stringify(input), path: files.path })
      return config
    }
    return { ...config, auths: { ...config.auths, [key]: entryOf(credentials) } }
  })
}

/** Forgets the credentials of a registry. Throws RepoError `unauthorized` when there are none (Helm 3 and 4 say so). */
export async function eraseCredentials(host: string, files: CredentialFiles): Promise<void> {
  const key = serverKey(host)
  await changeConfig(files.registryConfig, async (config) => {
    const helper = helperOf(config, key)
    if (helper !== undefined) {
      await runHelper(helper, 'erase', { input: key, path: files.path })
      return config
    }
    if (config.auths?.[key] === undefined) return config
    const { [key]: _, ...auths } = config.auths
    return { ...config, auths }
  })
}

/** The key under which docker keeps its own hub; every other registry is its host. */
function serverKey(host: string): string {
  return host === DOCKER_HUB || host === `registry-1.${DOCKER_HUB}` ? `https://index.${DOCKER_HUB}/v1/` : host
}

const DOCKER_HUB = 'docker.io'

async function credentialsIn(
  path: string,
  host: string,
  files: CredentialFiles,
): Promise<BasicCredentials | undefined> {
  const config = await readConfig(path)
  const key = serverKey(host)
  const helper = helperOf(config, key)
  if (helper !== undefined) return askHelper(helper, key, files.path)
  const entry = config.auths?.[key] ?? findByHost(config, host)
  return entry === undefined ? undefined : decodeEntry(entry, path)
}

/** Old files have keys such as `https://HOST/v1/`. */
function findByHost(config: ConfigFile, host: string): AuthEntry | undefined {
  return Object.entries(config.auths ?? {}).find(([key]) => key.replace(/^https?:\/\//, '').split('/')[0] === host)?.[1]
}

function helperOf(config: ConfigFile, key: string): string | undefined {
  return config.credHelpers?.[key] ?? (config.credsStore || undefined)
}

function entryOf({ username, password }: BasicCredentials): AuthEntry {
  if (username === '') return { identitytoken: password }
  return { auth: Buffer.from(`${username}:${password}`).toString('base64') }
}

function decodeEntry(entry: AuthEntry, path: string): BasicCredentials | undefined {
  if (entry.identitytoken) return { username: '', password: entry.identitytoken }
  if (!entry.auth) return entry.username ? { username: entry.username, password: entry.password ?? '' } : undefined
  const text = Buffer.from(entry.auth, 'base64').toString('utf8').replace(/\0+$/, '')
  const colon = text.indexOf(':')
  if (colon < 0)
    throw new RepoError('bad-config', `${path} – "auth" without a colon – expected base64 of user:password`)
  return { username: text.slice(0, colon), password: text.slice(colon + 1) }
}

async function readConfig(path: string): Promise<ConfigFile> {
  const text = await readIfPresent(path)
  if (text === undefined || text.trim() === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as ConfigFile
  } catch (cause) {
    throw new RepoError('bad-config', `${path}: invalid config format: not JSON`, { cause })
  }
  throw new RepoError('bad-config', `${path}: invalid config format: not an object`)
}

async function changeConfig(path: string, change: (config: ConfigFile) => Promise<ConfigFile>): Promise<void> {
  await withLock(path, async () => {
    const before = await readConfig(path)
    const after = await change(before)
    if (after !== before) await writeAtomic(path, JSON.stringify(after, undefined, '\t'), 0o600)
  })
}

async function askHelper(helper: string, key: string, path: string): Promise<BasicCredentials | undefined> {
  const answer = await runHelper(helper, 'get', { input: key, path })
  if (answer === undefined) return undefined
  const { Username = '', Secret = '' } = JSON.parse(answer) as { readonly Username?: string; readonly Secret?: string }
  return { username: Username === '<token>' ? '' : Username, password: Secret }
}

/** Runs `docker-credential-NAME VERB`; undefined when it knows no credentials. */
async function runHelper(
  name: string,
  verb: 'get' | 'store' | 'erase',
  { input, path }: { readonly input: string; readonly path: string },
): Promise<string | undefined> {
  if (!/^[\w.-]+$/.test(name))
    throw new RepoError('bad-config', `credential helper ${JSON.stringify(name)} – not a name`)
  const { spawn } = await import('node:child_process')
  const program = await findProgram(`docker-credential-${name}`, path)
  return new Promise((resolve, reject) => {
    const child = spawn(program, [verb], { stdio: ['pipe', 'pipe', 'ignore'] })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8')
    })
    child.stdin.on('error', () => {})
    child.on('error', (cause) => reject(new RepoError('unauthorized', `${program} – cannot be run`, { cause })))
    child.on('close', (status) => {
      if (status === 0) resolve(output)
      else if (output.includes('credentials not found')) resolve(undefined)
      else reject(new RepoError('unauthorized', `${program} ${verb} – ${output.trim() || `exit status ${status}`}`))
    })
    child.stdin.end(input)
  })
}

async function findProgram(name: string, path: string): Promise<string> {
  for (const folder of path.split(delimiter)) {
    const program = join(folder, name)
    try {
      await access(program, constants.X_OK)
      return program
    } catch {
      // not in this folder
    }
  }
  throw new RepoError('unauthorized', `error getting credentials - exec: "${name}": executable file not found in $PATH`)
}
