import { SourceError } from '../error.ts'
import type { Budget, Limits } from '../limits.ts'
import { tooLarge } from '../too-large.ts'

const headerBytes = 10
const freeBytes = 16 * 1024 * 1024
/** Headers and padding come on top of the file sizes that the limit counts. */
const headroomBytes = 8 * 1024 * 1024

/**
 * The decompressed bytes of a gzip stream. It stops at what is left of the budget, and above 16 MiB at `limits.ratio` times
 * the compressed size, before the rest is inflated. Throws `bad-archive`, `too-large`.
 */
export function gunzip(data: Uint8Array, limits: Limits, { leftBytes }: Budget): Uint8Array {
  const byRatio = Math.max(freeBytes, data.length * limits.ratio)
  if (data.length < headerBytes) throw cutShort()
  const maxOutputLength = Math.min(leftBytes + headroomBytes, byRatio)
  try {
    // Loaded here, since zlib takes milliseconds to load and most charts are folders.
    return process.getBuiltinModule('node:zlib').gunzipSync(data, { maxOutputLength, chunkSize: chunkSize(data) })
  } catch (error) {
    throw toSourceError(error, maxOutputLength === byRatio ? ratioText(limits) : sizeText(limits))
  }
}

function chunkSize(data: Uint8Array): number {
  return Math.min(1024 * 1024, Math.max(16 * 1024, data.length * 4))
}

function ratioText(limits: Limits): string {
  return `decompressed chart is more than ${limits.ratio} times larger than the archive`
}

function sizeText(limits: Limits): string {
  return `decompressed chart is larger than the maximum size ${limits.totalBytes}`
}

function toSourceError(error: unknown, limitText: string): SourceError {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(limitText, error)
  if (code === 'Z_BUF_ERROR') return cutShort(error)
  const hint = 'the archive is damaged: fetch it again'
  return new SourceError('bad-archive', damageText(String((error as Error).message)), { hint, cause: error })
}

/** Go's text for what zlib says. */
function damageText(reason: string): string {
  if (/header|compression method/.test(reason)) return 'gzip: invalid header'
  return /check/.test(reason) ? 'gzip: invalid checksum' : 'flate: corrupt input'
}

function cutShort(cause?: unknown): SourceError {
  return new SourceError('bad-archive', 'unexpected EOF', { hint: 'the archive is cut short: fetch it again', cause })
}
