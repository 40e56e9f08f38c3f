import { createHash } from 'node:crypto'
import { RepoError } from '../error.ts'

/** Media types of charts in registries. Source: helm.sh/helm/v4 pkg/registry/constants.go. */
export const mediaTypes = {
  config: 'application/vnd.cncf.helm.config.v1+json',
  chart: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
  legacyChart: 'application/tar+gzip',
  provenance: 'application/vnd.cncf.helm.chart.provenance.v1.prov',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  index: 'application/vnd.oci.image.index.v1+json',
} as const

/** What a manifest says about a blob. `size` is in bytes. */
export interface Descriptor {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
  /** The file name that its annotation gives it. */
  readonly title?: string
}

/** A manifest as far as charts and plugins need it; an index has `manifests` instead of layers. */
export interface Manifest {
  /** Empty where the config's media type says what it is. */
  readonly artifactType: string
  readonly config: Descriptor | undefined
  readonly layers: readonly Descriptor[]
  readonly manifests: readonly Descriptor[]
}

/** `sha256:HEX` of bytes. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/** A blob that is not in a registry yet. */
export function describe(mediaType: string, bytes: Uint8Array): Descriptor {
  return { mediaType, digest: digestOf(bytes), size: bytes.length }
}

/** Reads a manifest or an index. Throws RepoError `bad-answer`. */
export function parseManifest(bytes: Uint8Array, name: string): Manifest {
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch (cause) {
    throw new RepoError('bad-answer', `${name} – manifest is not JSON`, { cause })
  }
  if (typeof value !== 'object' || value === null)
    throw new RepoError('bad-answer', `${name} – manifest is not an object`)
  const { artifactType, config, layers, manifests } = value as Record<string, unknown>
  return {
    artifactType: typeof artifactType === 'string' ? artifactType : '',
    config: config === undefined ? undefined : parseDescriptor(config, name),
    layers: listOf(layers, name),
    manifests: listOf(manifests, name),
  }
}

function listOf(value: unknown, name: string): readonly Descriptor[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw new RepoError('bad-answer', `${name} – manifest lists no descriptors`)
  return value.map((item) => parseDescriptor(item, name))
}

interface Annotated {
  readonly annotations?: Readonly<Record<string, unknown>> | null
}

function parseDescriptor(value: unknown, name: string): Descriptor {
  const { mediaType, digest, size, annotations } = (value ?? {}) as Partial<Descriptor> & Annotated
  const title = annotations?.['org.opencontainers.image.title']
  const isWhole = typeof mediaType === 'string' && typeof digest === 'string' && typeof size === 'number'
  if (isWhole && /^sha256:[0-9a-f]{64}$/.test(digest) && size >= 0) {
    return { mediaType, digest, size, ...(typeof title === 'string' && { title }) }
  }
  throw new RepoError('bad-answer', `${name} – descriptor without media type, sha256 digest and size`)
}
