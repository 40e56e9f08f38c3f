import { gzipSync } from 'node:zlib'

/** A gzipped tar of small text files, as `helm package` would lay one out. */
export function packFiles(files: Readonly<Record<string, string>>): Uint8Array {
  const blocks = Object.entries(files).map(([name, text]) => tarEntry(name, Buffer.from(text)))
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]))
}

function tarEntry(name: string, body: Buffer): Buffer {
  const header = Buffer.alloc(512)
  const octal = (value: number, length: number): string => `${value.toString(8).padStart(length - 1, '0')}\0`
  header.write(name, 0)
  header.write(octal(0o644, 8), 100)
  header.write(octal(0, 8), 108)
  header.write(octal(0, 8), 116)
  header.write(octal(body.length, 12), 124)
  header.write(octal(0, 12), 136)
  header.write('        0', 148)
  header.write('ustar\x0000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return Buffer.concat([header, body, Buffer.alloc((512 - (body.length % 512)) % 512)])
}
