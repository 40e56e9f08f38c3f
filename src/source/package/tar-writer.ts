import { gzipSync } from 'node:zlib'

/** A file to be packed. */
export interface PackedFile {
  /** With `/`, the chart's folder first. */
  readonly name: string
  readonly data: Uint8Array
  readonly modifiedMs: number
}

const block = 512
const unknownSystem = 255

/**
 * A gzip-compressed tar archive of the files, in their order. The same files give the same bytes: no owner, no host, no
 * time but the files' own.
 */
export async function packFiles(files: readonly PackedFile[]): Promise<Uint8Array> {
  const { Header } = await import('tar/header')
  const { Pax } = await import('tar/pax')
  const parts: Uint8Array[] = []
  for (const { name, data, modifiedMs } of files) {
    const mtime = new Date(Math.round(modifiedMs / 1000) * 1000)
    const header = new Header({ path: name, type: 'File', mode: 0o644, uid: 0, gid: 0, size: data.length, mtime })
    if (header.encode()) parts.push(new Pax({ path: name, mtime, size: data.length }).encode())
    parts.push(header.block ?? new Uint8Array(block), data, padding(data.length))
  }
  parts.push(new Uint8Array(2 * block))
  const packed = gzipSync(Buffer.concat(parts))
  packed[9] = unknownSystem
  return packed
}

function padding(sizeBytes: number): Uint8Array {
  return new Uint8Array((block - (sizeBytes % block)) % block)
}
