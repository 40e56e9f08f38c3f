import { type Verification, verifyChart } from '#repo'
import type { GlobalInput } from '../chart/helm-environment.ts'
import { keyringPath } from '../chart/keyring.ts'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'

/** An archive as it came. */
export interface Signed {
  readonly archive: Uint8Array
  readonly provenance: Uint8Array | undefined
  /** The bare name that the provenance speaks of. */
  readonly fileName: string
}

/** The flags that say whose signatures count. */
export interface KeyringInput extends GlobalInput {
  readonly keyring: string | undefined
}

/** Checks a plugin's signature. Throws CliError `input` where there is none, RepoError where it is not good. */
export async function verifyPlugin(signed: Signed, flags: KeyringInput, session: Session): Promise<Verification> {
  const { archive, provenance, fileName } = signed
  if (provenance === undefined || provenance.length === 0) {
    throw new CliError('input', 'plugin verification failed: no provenance file (.prov) found', {
      hint: '--verify=false installs it unverified',
    })
  }
  return checkSignature({ archive, provenance, fileName }, flags, session).catch((error: unknown) => {
    if (error instanceof Error) error.message = `plugin verification failed: ${error.message}`
    throw error
  })
}

/** The same of an archive that has a provenance file. Throws RepoError. */
export async function checkSignature(
  { archive, provenance, fileName }: Signed & { readonly provenance: Uint8Array },
  flags: KeyringInput,
  session: Session,
): Promise<Verification> {
  const packed = { archive, fileName, provenance: Buffer.from(provenance).toString('utf8') }
  const keyring = keyringPath(flags.keyring, flags, session)
  return verifyChart(packed, keyring, new Date(session.now())).catch((error: unknown) => {
    if (error instanceof Error) error.message = error.message.replace(/^failed to load keyring: /, '')
    throw error
  })
}

/** What Helm prints of a verified plugin. */
export function verificationText({ signedBy, fingerprint, fileHash }: Verification): string {
  const names = signedBy.map((name) => `Signed by: ${name}\n`).join('')
  return `${names}Using Key With Fingerprint: ${fingerprint}\nPlugin Hash Verified: ${fileHash}\n`
}
