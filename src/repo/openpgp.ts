import type { Config, Key, PrivateKey } from 'openpgp'
import { messageOf, RepoError } from './error.ts'

/** A key that may sign, and when. */
export interface Signing {
  readonly key: PrivateKey
  readonly now: Date
}

/** The keys of a binary keyring, public or secret. Throws RepoError `bad-key`. */
export async function readKeyring(bytes: Uint8Array, path: string): Promise<readonly Key[]> {
  const { readKeys } = await library()
  if (Buffer.from(bytes.subarray(8, 12)).toString('latin1') === 'KBXf') {
    const hint = 'export it: gpg --export >~/.gnupg/pubring.gpg, gpg --export-secret-keys >~/.gnupg/secring.gpg'
    throw new RepoError('bad-key', `${path} – a keybox of GnuPG 2 – expected a keyring`, { hint })
  }
  try {
    return await readKeys({ binaryKeys: bytes })
  } catch (cause) {
    const isArmored = Buffer.from(bytes.subarray(0, 64)).toString('latin1').includes('-----BEGIN PGP')
    const hint = isArmored ? 'the keyring is armoured: convert it with gpg --dearmor' : undefined
    throw new RepoError('bad-key', `openpgp: invalid data: ${messageOf(cause)}`, { hint, cause })
  }
}

/** Opens a locked key. Throws RepoError `bad-key`. */
export async function decryptKey(key: PrivateKey, passphrase: string): Promise<PrivateKey> {
  const openpgp = await library()
  try {
    return await openpgp.decryptKey({ privateKey: key, passphrase })
  } catch (cause) {
    throw new RepoError('bad-key', 'openpgp: invalid data: private key checksum failure', {
      hint: 'the passphrase is not that of the key',
      cause,
    })
  }
}

/** A text, clear-signed with SHA-512, with line ends as Go's library writes them. */
export async function clearSign(text: string, { key, now }: Signing): Promise<string> {
  const { createCleartextMessage, enums, sign } = await library()
  const config: Partial<Config> = {
    preferredHashAlgorithm: enums.hash.sha512,
    showComment: false,
    showVersion: false,
    v6Keys: false,
    nonDeterministicSignaturesViaNotation: false,
  }
  const message = await createCleartextMessage({ text })
  const armored = (await sign({ message, signingKeys: key, date: now, config })).replaceAll('\r\n', '\n')
  const signature = armored.slice(armored.lastIndexOf('-----BEGIN PGP SIGNATURE-----')).trimEnd()
  return `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n${text.replace(/^-/gm, '- -')}\n${signature}`
}

/** The text of a clear-signed message and the key that signed it. Throws RepoError `bad-signature`. */
export async function verifyClearSigned(
  armored: string,
  { keys, now }: { readonly keys: readonly Key[]; readonly now: Date },
): Promise<{ readonly text: string; readonly key: Key }> {
  const { readCleartextMessage, verify } = await library()
  let message: Awaited<ReturnType<typeof readCleartextMessage>>
  try {
    message = await readCleartextMessage({ cleartextMessage: armored })
  } catch (cause) {
    throw new RepoError('bad-signature', 'signature block not found', { cause })
  }
  const { signatures, data } = await verify({ message, verificationKeys: [...keys], date: now })
  let problem = new RepoError('bad-signature', 'openpgp: signature made by unknown entity', {
    hint: 'the keyring does not hold the key of the signer; name another one with --keyring',
  })
  for (const { keyID, verified } of signatures) {
    const key = keys.find((candidate) => candidate.getKeys(keyID).length > 0)
    if (key === undefined) continue
    try {
      await verified
      return { text: data, key }
    } catch (cause) {
      problem = new RepoError('bad-signature', `openpgp: invalid signature: ${messageOf(cause)}`, { cause })
    }
  }
  throw problem
}

/** Loaded when a signature is made or checked, never before: it is large, and under the LGPL. */
function library(): Promise<typeof import('openpgp')> {
  return import('openpgp')
}
