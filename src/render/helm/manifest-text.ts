import { fromBytes } from '#template'

/** A part of a manifest: text, or the bytes of a file that nobody had to read as text. */
export type ManifestPart = string | Uint8Array

/** A stream of documents in the parts it is printed in. Putting megabytes together takes time that printing does not need. */
export class ManifestText {
  readonly parts: readonly ManifestPart[]
  #text: string | undefined
  constructor(parts: readonly ManifestPart[]) {
    this.parts = parts
  }
  /** All of it. */
  get text(): string {
    this.#text ??= this.parts.reduce<string>((text, part) => text + textOf(part), '')
    return this.#text
  }
}

/** A part as text. */
function textOf(part: ManifestPart): string {
  return typeof part === 'string' ? part : fromBytes(part)
}
