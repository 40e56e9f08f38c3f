import { dump, load } from '#yaml'
import { RepoError } from './error.ts'
import { readIfPresent, withLock, writeAtomic } from './file.ts'
import { decodeStruct } from './go-decode.ts'
import { toYamlMap } from './go-encode.ts'
import { always, type GoStruct, goBool, goString, goTime, sliceOf } from './go-type.ts'

/** One repository of repositories.yaml. Absent texts are empty. */
export interface RepositoryEntry {
  readonly name: string
  readonly url: string
  readonly username: string
  readonly password: string
  readonly certFile: string
  readonly keyFile: string
  readonly caFile: string
  readonly insecureSkipTlsVerify: boolean
  readonly passCredentialsAll: boolean
}

/** repositories.yaml. `generated` is RFC 3339. */
export interface RepositoriesFile {
  readonly apiVersion: string
  readonly generated: string
  readonly repositories: readonly RepositoryEntry[]
}

const entryType: GoStruct = {
  kind: 'struct',
  name: 'Entry',
  pkg: 'repo',
  isPointer: true,
  fields: [
    always('name', goString),
    always('url', goString),
    always('username', goString),
    always('password', goString),
    always('certFile', goString),
    always('keyFile', goString),
    always('caFile', goString),
    always('insecure_skip_tls_verify', goBool, 'insecureSkipTlsVerify'),
    always('pass_credentials_all', goBool, 'passCredentialsAll'),
  ],
}

const fileType: GoStruct = {
  kind: 'struct',
  name: 'File',
  pkg: 'repo',
  isPointer: false,
  fields: [always('apiVersion', goString), always('generated', goTime), always('repositories', sliceOf(entryType))],
}

/** An entry with every field that the caller leaves out empty. */
export function repositoryEntry(
  given: Partial<RepositoryEntry> & Pick<RepositoryEntry, 'name' | 'url'>,
): RepositoryEntry {
  return {
    username: '',
    password: '',
    certFile: '',
    keyFile: '',
    caFile: '',
    insecureSkipTlsVerify: false,
    passCredentialsAll: false,
    ...given,
  }
}

/** repositories.yaml at `path`; undefined when there is none. Throws RepoError `bad-metadata`, `bad-config`, `io`. */
export async function loadRepositories(path: string): Promise<RepositoriesFile | undefined> {
  const text = await readIfPresent(path)
  return text === undefined ? undefined : parseRepositories(text, path)
}

/** The text of a repositories.yaml. Throws RepoError `bad-config`. */
export function parseRepositories(text: string, file: string): RepositoriesFile {
  let value: Partial<RepositoriesFile>
  try {
    value = decodeStruct(load(text, { file }), fileType, { raw: text }) as Partial<RepositoriesFile>
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new RepoError('bad-config', message, { cause: error, hint: `${file} is not what helm repo add writes` })
  }
  const entries = (value.repositories ?? []).filter((item) => (item as unknown) !== null)
  return {
    apiVersion: value.apiVersion ?? '',
    generated: value.generated ?? '0001-01-01T00:00:00Z',
    repositories: entries.map((item) => repositoryEntry({ ...item, name: item.name ?? '', url: item.url ?? '' })),
  }
}

/** The text that Helm would write. */
export function dumpRepositories(file: RepositoriesFile): string {
  return dump(toYamlMap({ ...file }, fileType))
}

/**
 * Changes repositories.yaml under its lock, mode 0600. `change` gets an empty file when there is none; what it returns is
 * written, unless it is the very same value.
 */
export async function changeRepositories(
  path: string,
  change: (file: RepositoriesFile) => Promise<RepositoriesFile> | RepositoriesFile,
): Promise<void> {
  await withLock(path, async () => {
    const before = (await loadRepositories(path)) ?? EMPTY
    const after = await change(before)
    if (after !== before) await writeAtomic(path, dumpRepositories(after), 0o600)
  })
}

const EMPTY: RepositoriesFile = { apiVersion: '', generated: '0001-01-01T00:00:00Z', repositories: [] }

/** The entry of that name. Throws RepoError `unknown-repository`. */
export function findRepository(file: RepositoriesFile | undefined, name: string): RepositoryEntry {
  const entry = file?.repositories.find((item) => item.name === name)
  if (entry === undefined) {
    const known = (file?.repositories ?? []).map((item) => item.name).join(', ')
    const hint = known === '' ? 'add it with `repo add NAME URL`' : `known repositories: ${known}`
    throw new RepoError('unknown-repository', `repo ${name} not found`, { hint })
  }
  if (entry.url === '') throw new RepoError('bad-config', `no URL found for repository ${name}`)
  return entry
}
