import type { YamlMap, YamlValue } from '#yaml'
import { SourceError } from '../error.ts'

/** Who can open the data key: one group's age files. */
export interface KeyGroup {
  readonly age: readonly AgeEntry[]
  /** Kinds of keys that are not age's: `pgp`, `kms`. */
  readonly others: readonly string[]
}

/** The data key, or a share of it, for one recipient. */
export interface AgeEntry {
  readonly recipient: string
  /** An armored age file. */
  readonly enc: string
}

/** Which values are encrypted; at most one of these is there. */
export interface CryptRules {
  readonly unencryptedSuffix?: string
  readonly encryptedSuffix?: string
  readonly unencryptedRegex?: string
  readonly encryptedRegex?: string
  /** Comments decide, which are not read: a value is encrypted when it looks so, and the MAC guards that. */
  readonly isByComment?: boolean
}

/** The `sops` block of a file. Source: getsops/sops stores/stores.go. */
export interface SopsMetadata {
  readonly groups: readonly KeyGroup[]
  /** Groups that are needed; 0 is all. */
  readonly threshold: number
  /** As the MAC has it as additional data: RFC 3339 without fractions. */
  readonly lastModified: string
  readonly mac: string
  readonly isMacOnlyEncrypted: boolean
  readonly rules: CryptRules
}

const OTHER_KINDS = ['pgp', 'kms', 'gcp_kms', 'azure_kv', 'hc_vault', 'hckms'] as const
const RULES = [
  ['unencrypted_suffix', 'unencryptedSuffix'],
  ['encrypted_suffix', 'encryptedSuffix'],
  ['unencrypted_regex', 'unencryptedRegex'],
  ['encrypted_regex', 'encryptedRegex'],
] as const

/**
 * Whether a `sops` field is what sops writes, and not values of that name: it has a MAC and its time, or a data key for
 * somebody, so that a file whose MAC was taken away is still an encrypted one.
 */
export function isSopsBlock(block: YamlValue | undefined): block is YamlMap {
  if (!(block instanceof Map)) return false
  const hasMac = textOf(block.get('mac')) !== '' && textOf(block.get('lastmodified')) !== ''
  return hasMac || [block, ...listOf(block.get('key_groups'))].some(hasDataKey)
}

function hasDataKey(group: YamlValue): boolean {
  if (!(group instanceof Map)) return false
  const entries = ['age', ...OTHER_KINDS].flatMap((kind) => listOf(group.get(kind)))
  return entries.some((entry) => entry instanceof Map && textOf(entry.get('enc')) !== '')
}

/** Reads the block. Throws `bad-secret`. */
export function readMetadata(block: YamlMap, file: string): SopsMetadata {
  const isByComment = ['encrypted_comment_regex', 'unencrypted_comment_regex'].some(
    (key) => textOf(block.get(key)) !== '',
  )
  const given = RULES.filter(([key]) => textOf(block.get(key)) !== '').map(([key, name]) => [
    name,
    textOf(block.get(key)),
  ])
  if (given.length + Number(isByComment) > 1) {
    throw new SourceError('bad-secret', `${file}: more than one rule says which values are encrypted`)
  }
  const rules: CryptRules = Object.fromEntries(given)
  const hasNone = given.length === 0 && !isByComment
  const groups = listOf(block.get('key_groups'))
  return {
    groups: groups.length > 0 ? groups.map(groupOf) : [groupOf(block)],
    threshold: numberOf(block.get('shamir_threshold')),
    lastModified: textOf(block.get('lastmodified'))
      .replace(/\.\d+(?=Z|[+-])/, '')
      .replace(/[+-]00:00$/, 'Z'),
    mac: textOf(block.get('mac')),
    isMacOnlyEncrypted: block.get('mac_only_encrypted') === true,
    rules: hasNone ? { unencryptedSuffix: '_unencrypted' } : isByComment ? { isByComment } : rules,
  }
}

function groupOf(group: YamlValue): KeyGroup {
  if (!(group instanceof Map)) return { age: [], others: [] }
  return {
    age: listOf(group.get('age'))
      .filter((entry) => entry instanceof Map)
      .map((entry) => ({ recipient: textOf(entry.get('recipient')), enc: textOf(entry.get('enc')) })),
    others: OTHER_KINDS.filter((kind) => listOf(group.get(kind)).length > 0),
  }
}

function listOf(value: YamlValue | undefined): readonly YamlValue[] {
  return Array.isArray(value) ? value : []
}

function numberOf(value: YamlValue | undefined): number {
  return typeof value === 'number' ? value : 0
}

function textOf(value: YamlValue | undefined): string {
  return typeof value === 'string' ? value : ''
}
