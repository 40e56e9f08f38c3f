import { gunzipSync } from 'node:zlib'

/** Most bytes that a record may unpack to: real ones have a few millions. */
const MAX_BYTES = 64 * 1024 * 1024
const BASE64 = /^[A-Za-z0-9+/\r\n]*={0,2}[\r\n]*$/

/** The JSON text of a record's body. Throws as `inflateBytes` does. */
export function inflate(body: string): string {
  return inflateBytes(body).toString('utf8')
}

/**
 * The JSON of a record's body in UTF-8. A body that is not gzipped is taken as it is. Throws `Error` where the text is no
 * base64, the gzip is broken, or unpacks to more than any record has.
 */
export function inflateBytes(body: string): Buffer {
  if (!BASE64.test(body)) throw new Error(`illegal base64 data at input byte ${body.search(/[^A-Za-z0-9+/\r\n]/)}`)
  const bytes = Buffer.from(body, 'base64')
  return isGzip(bytes) ? gunzip(bytes) : bytes
}

function gunzip(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') throw cause
    throw new Error(`it unpacks to more than ${MAX_BYTES / 1024 / 1024} MiB`, { cause })
  }
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes.length > 3 && bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 0x08
}
