import { gunzipSync } from 'node:zlib'
import { RepoError } from './error.ts'
import type { ChartMetadata } from './metadata.ts'
import { validateMetadata } from './metadata-check.ts'
import { parseMetadata, parseRequirements } from './metadata-parse.ts'

/** Helm's limit for an unpacked chart. */
const MAX_UNPACKED_BYTES = 100 * 1024 * 1024

/**
 * Chart.yaml of a packed chart, with the dependencies that a requirements.yaml of a v1 chart adds; nothing is unpacked to
 * disk. Throws RepoError `bad-metadata` or `invalid-metadata`.
 */
export function readArchiveMetadata(archive: Uint8Array): ChartMetadata {
  const { chart, requirements } = findFiles(gunzip(archive))
  if (chart === undefined) throw new RepoError('bad-metadata', 'Chart.yaml file is missing')
  const metadata = parseMetadata(chart, 'Chart.yaml')
  const dependencies = requirements === undefined ? undefined : parseRequirements(requirements, 'requirements.yaml')
  const whole = { ...metadata, ...(dependencies && { dependencies }), apiVersion: metadata.apiVersion || 'v1' }
  return validateMetadata(whole)
}

function gunzip(archive: Uint8Array): Buffer {
  try {
    return gunzipSync(archive, { maxOutputLength: MAX_UNPACKED_BYTES })
  } catch (cause) {
    const isBig = cause instanceof RangeError
    throw new RepoError(
      isBig ? 'too-large' : 'bad-metadata',
      isBig ? 'decompressed chart is larger than the maximum size' : 'file does not appear to be a gzipped archive',
      { cause },
    )
  }
}

interface Found {
  chart?: string
  requirements?: string
}

const BLOCK = 512

/** Walks the tar headers; only `FOLDER/Chart.yaml` and `FOLDER/requirements.yaml` are read. */
function findFiles(tar: Buffer): Found {
  const found: Found = {}
  let longName: string | undefined
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
    const size = Number.parseInt(field(tar, at + 124, 12).trim(), 8)
    if (!(size >= 0)) throw new RepoError('bad-metadata', 'archive/tar: invalid tar header')
    const kind = String.fromCharCode(tar[at + 156] ?? 0)
    const body = tar.subarray(at + BLOCK, at + BLOCK + size)
    if (kind === 'x') longName = paxPath(body)
    else if (kind === 'L') longName = body.toString('utf8').replace(/\0.*$/s, '')
    else if (kind !== 'g') {
      note(longName ?? entryName(tar, at), body, found)
      longName = undefined
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
  }
  return found
}

function note(name: string, body: Buffer, found: Found): void {
  const parts = name.replace(/^\.\//, '').split('/')
  if (parts.length !== 2) return
  const text = (): string => body.toString('utf8').replace(/^\uFEFF/, '')
  if (parts[1] === 'Chart.yaml') found.chart = text()
  if (parts[1] === 'requirements.yaml') found.requirements = text()
}

function entryName(tar: Buffer, at: number): string {
  const name = field(tar, at, 100)
  const prefix = field(tar, at + 257, 5) === 'ustar' ? field(tar, at + 345, 155) : ''
  return prefix === '' ? name : `${prefix}/${name}`
}

function field(tar: Buffer, start: number, length: number): string {
  const end = tar.indexOf(0, start)
  return tar.toString('utf8', start, end < 0 || end > start + length ? start + length : end)
}

function paxPath(body: Buffer): string | undefined {
  return /(?:^|\n)\d+ path=(.*)\n/.exec(body.toString('utf8'))?.[1]
}
