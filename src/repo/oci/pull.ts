import { RepoError } from '../error.ts'
import { type Descriptor, digestOf, type Manifest, mediaTypes, parseManifest } from './manifest.ts'
import { parseReference, printReference, type Reference, underscoreNote } from './reference.ts'
import { type Registry, statusError } from './registry.ts'

/** Which layers to fetch. A missing provenance layer is an error unless `mayMissProvenance`. */
export interface PullOptions {
  readonly withChart?: boolean
  readonly withProvenance?: boolean
  readonly mayMissProvenance?: boolean
}

/** A chart from a registry. Every byte has the digest that its manifest promised. */
export interface Pulled {
  readonly reference: Reference
  /** Digest of the manifest. */
  readonly digest: string
  /** Chart.yaml as JSON. */
  readonly config: Uint8Array
  readonly chart?: Uint8Array
  readonly provenance?: Uint8Array
  /** What Helm prints. */
  readonly printed: readonly string[]
}

const MANIFEST_LIMIT_BYTES = 4 * 1024 * 1024
const BLOB_LIMIT_BYTES = 256 * 1024 * 1024
const ACCEPT = [
  mediaTypes.manifest,
  mediaTypes.index,
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
].join(', ')

/** Fetches a chart by tag or digest. Throws RepoError `not-found`, `unauthorized`, `digest`, `bad-answer`, `http-status`. */
export async function pullChart(registry: Registry, text: string, options: PullOptions = {}): Promise<Pulled> {
  const reference = parseReference(text)
  const { withChart = true, withProvenance = false } = options
  const { manifest, digest } = await fetchManifest(registry, reference)
  const { config, chart, provenance } = pickLayers(manifest, { ...options, withChart, withProvenance })
  const fetch = (descriptor: Descriptor | undefined) => descriptor && fetchBlob(registry, reference, descriptor)
  const [configBytes, chartBytes, provenanceBytes] = await Promise.all([
    fetchBlob(registry, reference, config),
    withChart ? fetch(chart) : undefined,
    withProvenance ? fetch(provenance) : undefined,
  ])
  return {
    reference,
    digest,
    config: configBytes,
    ...(chartBytes && { chart: chartBytes }),
    ...(provenanceBytes && { provenance: provenanceBytes }),
    printed: [`Pulled: ${printReference(reference)}`, `Digest: ${digest}`, ...underscoreNote(reference)],
  }
}

/** The digest of what a reference names. Throws RepoError `not-found`. */
export async function resolveDigest(registry: Registry, reference: Reference): Promise<string> {
  return (await fetchManifest(registry, reference)).digest
}

interface Resolved {
  readonly manifest: Manifest
  readonly digest: string
}

/** The manifest; of an index, the one in it that is a chart. */
async function fetchManifest(registry: Registry, reference: Reference): Promise<Resolved> {
  const found = await fetchOne(registry, reference)
  if (found.manifest.config !== undefined || found.manifest.manifests.length === 0) return found
  for (const { digest } of found.manifest.manifests) {
    const inner = await fetchOne(registry, { ...reference, tag: '', digest })
    if (inner.manifest.config?.mediaType === mediaTypes.config) return { ...inner, digest: found.digest }
  }
  return found
}

/** The manifest that a tag or digest names, whatever it is of. Throws RepoError. */
export async function fetchOne(registry: Registry, reference: Reference): Promise<Resolved> {
  const { repository, tag, digest } = reference
  const name = printReference(reference)
  const wanted = digest || tag
  if (wanted === '') throw new RepoError('bad-url', `${name} – no tag and no digest`)
  const answer = await registry.call({
    path: `${repository}/manifests/${wanted}`,
    repository,
    headers: { accept: ACCEPT },
    limitBytes: MANIFEST_LIMIT_BYTES,
  })
  if (answer.status === 404) throw new RepoError('not-found', `${name}: not found`)
  if (answer.status !== 200) throw statusError('GET', answer)
  const actual = digestOf(answer.body)
  const promised = digest || answer.headers['docker-content-digest'] || actual
  if (promised.startsWith('sha256:')) checkDigest(name, promised, actual)
  return { manifest: parseManifest(answer.body, name), digest: actual }
}

interface Layers {
  readonly config: Descriptor
  readonly chart: Descriptor | undefined
  readonly provenance: Descriptor | undefined
}

function pickLayers(manifest: Manifest, options: PullOptions): Layers {
  const { config, layers } = manifest
  if (config?.mediaType !== mediaTypes.config) {
    throw new RepoError('bad-answer', `could not load config with mediatype ${mediaTypes.config}`)
  }
  const find = (type: string) => layers.findLast((layer) => layer.mediaType === type)
  const chart = find(mediaTypes.chart) ?? find(mediaTypes.legacyChart)
  const provenance = find(mediaTypes.provenance)
  if (options.withChart === true && chart === undefined) throw noLayer(mediaTypes.chart)
  if (options.withProvenance === true && provenance === undefined && options.mayMissProvenance !== true) {
    throw noLayer(mediaTypes.provenance)
  }
  return { config, chart, provenance }
}

function noLayer(type: string): RepoError {
  return new RepoError('bad-answer', `manifest does not contain a layer with mediatype ${type}`)
}

/** A blob, checked against its digest. Throws RepoError. */
export async function fetchBlob(
  registry: Registry,
  { repository }: Reference,
  descriptor: Descriptor,
): Promise<Uint8Array> {
  const { digest, size } = descriptor
  if (size > BLOB_LIMIT_BYTES)
    throw new RepoError('too-large', `${digest} – blob of ${size} bytes, more than ${BLOB_LIMIT_BYTES}`)
  const answer = await registry.call({ path: `${repository}/blobs/${digest}`, repository, limitBytes: size })
  if (answer.status !== 200) throw statusError('GET', answer)
  checkDigest(`${registry.host}/${repository}`, digest, digestOf(answer.body))
  return answer.body
}

function checkDigest(name: string, promised: string, actual: string): void {
  if (promised === actual) return
  throw new RepoError('digest', `${name} – content has digest ${actual}, expected ${promised}`)
}
