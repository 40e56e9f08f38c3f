import { join } from 'node:path'
import { readBytesIfPresent, writeAtomic } from './file.ts'

/** What the cache holds of a chart: the archive or its provenance file. */
export type ContentKind = 'chart' | 'prov'

/** Where Helm 4 keeps content by the SHA-256 of the archive: `AB/ABCD….chart`. */
function contentPath(folder: string, hex: string, kind: ContentKind): string {
  return join(folder, hex.slice(0, 2), `${hex}.${kind}`)
}

/** Cached bytes; undefined when there are none (an empty file is none). */
export async function readContent(folder: string, hex: string, kind: ContentKind): Promise<Buffer | undefined> {
  const bytes = await readBytesIfPresent(contentPath(folder, hex, kind))
  return bytes === undefined || bytes.length === 0 ? undefined : bytes
}

/** Keeps bytes under the SHA-256 of the archive they belong to. */
export async function writeContent(
  folder: string,
  hex: string,
  content: { readonly kind: ContentKind; readonly bytes: Uint8Array },
): Promise<void> {
  await writeAtomic(contentPath(folder, hex, content.kind), content.bytes, 0o644)
}
