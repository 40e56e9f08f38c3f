import { RE2JS } from 're2js'
import { SourceError } from '../error.ts'
import type { CryptRules } from './metadata.ts'

/** Says of a path of keys (list items have none) and the value there whether it is encrypted. */
export type IsEncrypted = (path: readonly string[], value: unknown) => boolean

/** What sops writes for an encrypted value. */
export const ENCRYPTED = /^ENC\[AES256_GCM,data:([^,]+),iv:([^,]+),tag:([^,]+),type:([^,\]]+)\]/

/** The rule of a file. Throws `bad-secret` for a regular expression that is none. Source: sops.go shouldBeEncrypted. */
export function encryptionRule(rules: CryptRules, file: string): IsEncrypted {
  const { unencryptedSuffix, encryptedSuffix, unencryptedRegex, encryptedRegex, isByComment } = rules
  if (isByComment === true) return (_, value) => typeof value === 'string' && ENCRYPTED.test(value)
  if (encryptedSuffix !== undefined) return (path) => path.some((key) => key.endsWith(encryptedSuffix))
  if (unencryptedSuffix !== undefined) return (path) => !path.some((key) => key.endsWith(unencryptedSuffix))
  const pattern = compile(encryptedRegex ?? unencryptedRegex ?? '', file)
  const matches = (path: readonly string[]): boolean => path.some((key) => pattern.matcher(key).find())
  return encryptedRegex === undefined ? (path) => !matches(path) : matches
}

function compile(text: string, file: string): RE2JS {
  try {
    return RE2JS.compile(text)
  } catch (cause) {
    throw new SourceError('bad-secret', `${file}: ${text} – no regular expression`, { cause })
  }
}
