import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import type { Key, PrivateKey } from 'openpgp'
import { load } from '#yaml'
import { RepoError, wrapError } from './error.ts'
import { ioError, readIfPresent } from './file.ts'
import type { ChartMetadata } from './metadata.ts'
import { dumpWholeMetadata } from './metadata-parse.ts'
import { clearSign, decryptKey, readKeyring, verifyClearSigned } from './openpgp.ts'

/** A packed chart in memory; `fileName` is the bare name that its provenance file holds. */
export interface PackedChart {
  readonly archive: Uint8Array
  readonly fileName: string
}

/** Who signs. `passphrase` is asked for only when the key is locked; it gets the user id. */
export interface Signer {
  /** Path of a binary keyring with secret keys. */
  readonly keyring: string
  /** A user id, or a part of one. */
  readonly key: string
  readonly passphrase: (name: string) => Promise<string>
}

/** What a provenance file proved. */
export interface Verification {
  /** User ids of the key that signed. */
  readonly signedBy: readonly string[]
  /** Upper-case hex. */
  readonly fingerprint: string
  /** `sha256:HEX`. */
  readonly fileHash: string
  readonly fileName: string
}

/**
 * The text of a provenance file: Chart.yaml and the SHA-256 of the archive, clear-signed with SHA-512 at the time `now`.
 * Throws RepoError `bad-key`. Source: helm.sh/helm/v4 pkg/provenance/sign.go.
 */
export async function signChart(
  chart: PackedChart & { readonly metadata: ChartMetadata },
  signer: Signer,
  now: Date,
): Promise<string> {
  return signArchive({ ...chart, metadata: dumpWholeMetadata(chart.metadata) }, signer, now)
}

/** The same of any archive, with a YAML text that tells what is in it. Throws RepoError `bad-key`. */
export async function signArchive(
  packed: PackedChart & { readonly metadata: string },
  signer: Signer,
  now: Date,
): Promise<string> {
  const keys = await readKeyring(await readRing(signer.keyring), signer.keyring)
  const key = await unlock(findKey(keys, signer.key), signer)
  const files = `files:\n  ${packed.fileName}: ${digestOf(packed.archive)}\n`
  return clearSign(`${packed.metadata}\n...\n${files}`, { key, now })
}

/**
 * Checks a provenance file against the packed chart and the keys of a keyring; `now` tells which keys are out of date.
 * Throws RepoError `bad-key`, `bad-signature`, `digest` with Helm's texts.
 */
export async function verifyChart(
  chart: PackedChart & { readonly provenance: string },
  keyring: string,
  now: Date,
): Promise<Verification> {
  const keys = await loadRing(keyring)
  const { text, key } = await verifyClearSigned(chart.provenance, { keys, now })
  const promised = promisedHash(text, chart.fileName)
  const fileHash = digestOf(chart.archive)
  if (promised !== fileHash) {
    const message = `sha256 sum does not match for ${chart.fileName}: "${promised}" != "${fileHash}"`
    throw new RepoError('digest', message, { hint: 'the archive is not the one that was signed' })
  }
  const fingerprint = key.getFingerprint().toUpperCase()
  return { signedBy: key.getUserIDs(), fingerprint, fileHash, fileName: chart.fileName }
}

/** `helm verify`: checks `PATH.prov` against the archive at `path`. Throws RepoError as `verifyChart`, and `io`. */
export async function verifyFile(path: string, keyring: string, now: Date): Promise<Verification> {
  const info = await stat(path).catch((cause: unknown) => {
    throw ioError(cause, path)
  })
  if (info.isDirectory()) throw new RepoError('io', 'unpacked charts cannot be verified')
  if (extname(path).toLowerCase() !== '.tgz') throw new RepoError('io', 'chart must be a tgz file')
  const provenance = await readIfPresent(`${path}.prov`)
  if (provenance === undefined) {
    const reason = `stat ${path}.prov: no such file or directory`
    throw new RepoError('io', `could not load provenance file ${path}.prov: ${reason}`)
  }
  return verifyChart({ archive: await readFile(path), fileName: basename(path), provenance }, keyring, now)
}

/** What Helm prints about a verified chart. */
export function printVerification({ signedBy, fingerprint, fileHash }: Verification): readonly string[] {
  return [
    ...signedBy.map((name) => `Signed by: ${name}`),
    `Using Key With Fingerprint: ${fingerprint}`,
    `Chart Hash Verified: ${fileHash}`,
  ]
}

async function loadRing(path: string): Promise<readonly Key[]> {
  try {
    return await readKeyring(await readRing(path), path)
  } catch (error) {
    throw wrapError('failed to load keyring', error)
  }
}

async function readRing(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (cause) {
    const hint = 'gpg --export >~/.gnupg/pubring.gpg writes one; --keyring names another'
    throw new RepoError('bad-key', ioError(cause, path).message, { hint, cause })
  }
}

/** The key whose user id is, or contains, the given text; several that contain it are refused. */
function findKey(keys: readonly Key[], id: string): Key {
  const exact = keys.find((key) => key.getUserIDs().includes(id))
  if (exact !== undefined) return exact
  const alike = id === '' ? [] : keys.filter((key) => key.getUserIDs().some((user) => user.includes(id)))
  if (alike.length > 1) throw new RepoError('bad-key', `more than one key contain the id "${id}"`)
  const [found] = alike
  if (found !== undefined) return found
  const users = keys.flatMap((key) => key.getUserIDs()).join(', ')
  throw new RepoError('bad-key', 'private key not found', { hint: `--key names one of: ${users}` })
}

async function unlock(key: Key, signer: Signer): Promise<PrivateKey> {
  if (!key.isPrivate()) {
    const message = 'provided key is not a private key. Try providing a keyring with secret keys'
    throw new RepoError('bad-key', message, { hint: 'gpg --export-secret-keys >~/.gnupg/secring.gpg writes one' })
  }
  if (key.isDecrypted()) return key
  return decryptKey(key, await signer.passphrase(key.getUserIDs()[0] ?? 'Unknown'))
}

function digestOf(archive: Uint8Array): string {
  return `sha256:${createHash('sha256').update(archive).digest('hex')}`
}

/** The hash that the signed text holds for a file: its second part is YAML with `files`. */
function promisedHash(text: string, fileName: string): string {
  const part = text.replaceAll('\r\n', '\n').split('\n...\n')[1]
  if (part === undefined) throw new RepoError('bad-signature', 'message block must have at least two parts')
  const sums = load(part, { file: `${fileName}.prov` })
  const files = sums instanceof Map ? sums.get('files') : undefined
  const hash = files instanceof Map ? files.get(fileName) : undefined
  if (typeof hash === 'string') return hash
  const message = `provenance does not contain a SHA for a file named "${fileName}"`
  throw new RepoError('bad-signature', message, {
    hint: 'the archive was renamed, or the file belongs to another chart',
  })
}
