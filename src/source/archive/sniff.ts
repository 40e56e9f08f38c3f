import { SourceError } from '../error.ts'

/**
 * Throws `bad-archive` unless the bytes begin like a gzip stream; tells what they look like instead.
 * Source: helm pkg/chart/loader/archive EnsureArchive.
 */
export function ensureArchive(name: string, data: Uint8Array): void {
  if (data[0] === 0x1f && data[1] === 0x8b && data[2] === 0x08) return
  if (/\.ya?ml$/.test(name)) {
    const hint = 'pass values files with --values, and the chart as the argument'
    throw new SourceError('bad-archive', `file '${name}' seems to be a YAML file, but expected a gzipped archive`, {
      hint,
    })
  }
  const kind = contentType(data.subarray(0, sniffedBytes))
  const hint = kind.startsWith('plain tar') ? 'compress it with gzip' : 'name a chart folder or a .tgz archive'
  const type = kind.startsWith('plain tar') ? 'application/octet-stream' : kind
  throw new SourceError('bad-archive', `file '${name}' does not appear to be a gzipped archive; got '${type}'`, {
    hint,
  })
}

/** Helm looks at a buffer of this size; what a shorter file leaves in it are zeros, which make it binary. */
const sniffedBytes = 512

const signatures: readonly (readonly [string, string])[] = [
  ['PK\x03\x04', 'application/zip'],
  ['%PDF-', 'application/pdf'],
  ['Rar!\x1a\x07', 'application/x-rar-compressed'],
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['\xff\xd8\xff', 'image/jpeg'],
  ['GIF8', 'image/gif'],
  ['\x00asm', 'application/wasm'],
]

/** Of Go's `http.DetectContentType` the rows that people meet. */
function contentType(head: Uint8Array): string {
  const start = Buffer.from(head).toString('latin1')
  const known = signatures.find(([magic]) => start.startsWith(magic))
  if (known !== undefined) return known[1]
  if (start.startsWith('ustar', 257)) return 'plain tar'
  if (/^[\t\n\f\r ]*<\?xml/.test(start)) return 'text/xml; charset=utf-8'
  if (/^[\t\n\f\r ]*<(!DOCTYPE HTML|HTML|HEAD|BODY|SCRIPT|TITLE|TABLE|DIV|H1|P|A|BR|B|!--)[ >]/i.test(start)) {
    return 'text/html; charset=utf-8'
  }
  return head.length < sniffedBytes || isBinary(head) ? 'application/octet-stream' : 'text/plain; charset=utf-8'
}

function isBinary(head: Uint8Array): boolean {
  return head.some(
    (byte) => byte <= 0x08 || byte === 0x0b || (byte >= 0x0e && byte <= 0x1a) || (byte >= 0x1c && byte <= 0x1f),
  )
}
