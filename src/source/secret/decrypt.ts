import { createHash, type Hash, timingSafeEqual } from 'node:crypto'
import { loadTree, type YamlMap, type YamlNode, type YamlValue } from '#yaml'
import { SourceError } from '../error.ts'
import { splitDocuments } from '../load/values.ts'
import type { KeyPlaces } from './age-keys.ts'
import { decryptValue, type Plain } from './cipher.ts'
import { openDataKey } from './data-key.ts'
import { macBytes } from './mac-bytes.ts'
import { isSopsBlock, readMetadata, type SopsMetadata } from './metadata.ts'
import { encryptionRule, type IsEncrypted } from './rules.ts'

/** An encrypted text, and who wants to read it. */
export interface SecretRequest extends KeyPlaces {
  readonly file: string
}

/** The first bytes of every MAC that counts only encrypted values (sops.go MACOnlyEncryptedInitialization). */
const MAC_ONLY_ENCRYPTED = Buffer.from('8a3fd2ad54ce66527b1034f3d147be0b0b975b3bf44f72c6fdadec8176f27d69', 'hex')
const MAX_VALUES = 200_000
/** Longer than any integer that Go holds. */
const MAX_NUMBER_LENGTH = 32

/**
 * The values of a YAML or JSON text that sops encrypted, decrypted in memory; undefined when the text is not encrypted. Each
 * document is one map. Throws `no-key` when none of the user's age keys opens it, `bad-secret` when it was changed since,
 * both with a position where there is one. Source: getsops/sops sops.go, Tree.Decrypt.
 */
export async function decryptDocuments(text: string, request: SecretRequest): Promise<readonly YamlMap[] | undefined> {
  refuseOtherForms(text, request.file)
  if (!/(?:^|["'\s{,])sops["']?\s*:/.test(text)) return undefined
  const documents = readDocuments(text)
  const blocks = documents?.flatMap(({ tree }) => (tree.value instanceof Map ? [tree.value.get('sops')] : []))
  const block = blocks?.find(isSopsBlock)
  if (documents === undefined || block === undefined) return undefined
  const metadata = readMetadata(block, request.file)
  const key = await openDataKey(metadata, request.file, request)
  const opening = new Opening(metadata, key, request.file)
  const opened = documents.map((document) => opening.open(document))
  opening.checkMac()
  return opened
}

/** What sops writes for files that hold no tree. */
const OTHER_FORMS: readonly (readonly [name: string, sign: RegExp])[] = [
  ['dotenv', /^sops_mac=ENC\[/m],
  ['INI', /^\[sops\]\s*\n(?:[^\n[]*\n)*?mac\s*=\s*ENC\[/m],
]

function refuseOtherForms(text: string, file: string): void {
  const [name] = OTHER_FORMS.find(([, sign]) => sign.test(text)) ?? []
  if (name !== undefined) throw new SourceError('unsupported', `${file}: encrypted as ${name} – expected YAML or JSON`)
}

interface Document {
  readonly tree: YamlNode
  readonly text: string
  readonly lineOffset: number
}

/** The documents that are maps; undefined where the text is no YAML, which whoever reads it next tells better. */
function readDocuments(text: string): readonly Document[] | undefined {
  try {
    const documents = splitDocuments(text).map((part) => ({ ...part, tree: loadTree(part.text) }))
    return documents.filter(({ tree }) => tree.value instanceof Map)
  } catch {
    return undefined
  }
}

/** One walk over all values of a file, in their order. */
class Opening {
  readonly #metadata: SopsMetadata
  readonly #key: Uint8Array
  readonly #file: string
  readonly #isEncrypted: IsEncrypted
  readonly #hash: Hash
  #document: Document | undefined
  #count = 0

  constructor(metadata: SopsMetadata, key: Uint8Array, file: string) {
    this.#metadata = metadata
    this.#key = key
    this.#file = file
    this.#isEncrypted = encryptionRule(metadata.rules, file)
    this.#hash = createHash('sha512')
    if (metadata.isMacOnlyEncrypted) this.#hash.update(MAC_ONLY_ENCRYPTED)
  }

  open(document: Document): YamlMap {
    this.#document = document
    const entries = (document.tree.entries ?? []).filter(({ key }) => key !== 'sops')
    return new Map(entries.map(({ key, node }) => [key, this.#value(node, [key])]))
  }

  checkMac(): void {
    const { mac, lastModified } = this.#metadata
    const actual = Buffer.from(this.#hash.digest('hex').toUpperCase())
    const told = Buffer.from(this.#openMac(mac, lastModified).bytes)
    if (told.length !== actual.length || !timingSafeEqual(told, actual)) throw this.#changed()
  }

  #openMac(mac: string, lastModified: string): Plain {
    try {
      return decryptValue(mac, this.#key, lastModified)
    } catch {
      throw this.#changed()
    }
  }

  #changed(): SourceError {
    const hint = 'a value, a key or their order was changed without sops'
    return new SourceError('bad-secret', `${this.#file}: the values do not fit their MAC`, { hint })
  }

  #value(node: YamlNode, path: readonly string[]): YamlValue {
    const { entries, items, value } = node
    if (++this.#count > MAX_VALUES) throw this.#tooLarge()
    if (entries) return new Map(entries.map((entry) => [entry.key, this.#value(entry.node, [...path, entry.key])]))
    if (items) return items.map((item) => this.#value(item, path))
    if (typeof value === 'object' && value !== null) throw this.#tooLarge()
    return value === null ? null : this.#leaf(node, value, path)
  }

  #tooLarge(): SourceError {
    return new SourceError('too-large', `${this.#file}: more than ${MAX_VALUES} values, or too deep – expected fewer`)
  }

  #leaf(node: YamlNode, value: string | number | boolean, path: readonly string[]): YamlValue {
    if (!this.#isEncrypted(path, value)) {
      if (!this.#metadata.isMacOnlyEncrypted) this.#hash.update(macBytes(value, this.#textAt(node)))
      return value
    }
    if (typeof value !== 'string') throw this.#broken(node, path, 'is not encrypted, and should be')
    try {
      const opened = decryptValue(value, this.#key, `${path.join(':')}:`)
      this.#hash.update(opened.bytes)
      return opened.value
    } catch (cause) {
      throw this.#broken(node, path, (cause as Error).message)
    }
  }

  #textAt({ position }: YamlNode): string {
    return this.#document?.text.slice(position.offset, position.offset + MAX_NUMBER_LENGTH) ?? ''
  }

  #broken({ position }: YamlNode, path: readonly string[], reason: string): SourceError {
    const line = position.line + (this.#document?.lineOffset ?? 0)
    return new SourceError('bad-secret', `${path.join('.')} ${reason}`, {
      position: { file: this.#file, line, column: position.column },
      hint: 'edit encrypted files with sops',
    })
  }
}
