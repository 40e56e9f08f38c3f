import { RepoError } from '../error.ts'
import { goQuote } from '../go-encode.ts'
import type { ChartMetadata, Maintainer } from '../metadata.ts'
import { metadataJson } from '../metadata-parse.ts'
import { type Descriptor, describe, mediaTypes } from './manifest.ts'
import { parseReference, printReference, type Reference, tagOf, underscoreNote } from './reference.ts'
import { type Registry, statusError } from './registry.ts'

/** What to push. `created` is RFC 3339: the time of the archive file. */
export interface Push {
  readonly archive: Uint8Array
  readonly metadata: ChartMetadata
  readonly provenance?: Uint8Array
  readonly created: string
}

/** What was pushed, and what Helm prints. */
export interface Pushed {
  readonly reference: Reference
  readonly digest: string
  readonly printed: readonly string[]
}

/**
 * Pushes a packed chart to `remote` (`oci://HOST/PATH`): the repository is PATH and the chart's name, the tag its version.
 * The manifest has the bytes that Helm's would have. Throws RepoError `unauthorized`, `http-status`, `bad-url`.
 */
export async function pushChart(registry: Registry, remote: string, push: Push): Promise<Pushed> {
  const { metadata, archive, provenance, created } = push
  const base = remote.replace(/^oci:\/\//, '').replace(/\/+$/, '')
  const reference = parseReference(`${base}/${metadata.name}:${tagOf(metadata.version)}`)
  const config = Buffer.from(metadataJson(metadata))
  const blobs: [Descriptor, Uint8Array][] = [[describe(mediaTypes.chart, archive), archive]]
  if (provenance !== undefined) blobs.push([describe(mediaTypes.provenance, provenance), provenance])
  blobs.sort(([a], [b]) => (a.digest < b.digest ? -1 : 1))
  const configDescriptor = describe(mediaTypes.config, config)
  const layers = blobs.map(([descriptor]) => descriptor)
  for (const [descriptor, bytes] of [[configDescriptor, config] as const, ...blobs]) {
    await pushBlob(registry, reference, { descriptor, bytes })
  }
  const manifest = Buffer.from(manifestJson(configDescriptor, layers, annotationsOf(metadata, created)))
  await putManifest(registry, reference, manifest)
  const { digest } = describe(mediaTypes.manifest, manifest)
  const printed = [`Pushed: ${printReference(reference)}`, `Digest: ${digest}`, ...underscoreNote(reference)]
  return { reference, digest, printed }
}

/** The annotations that Helm writes; a chart's own are added and cannot replace title and version. */
function annotationsOf(metadata: ChartMetadata, created: string): ReadonlyMap<string, string> {
  const standard: readonly (readonly [string, string | undefined])[] = [
    ['description', metadata.description],
    ['title', metadata.name],
    ['version', metadata.version],
    ['url', metadata.home],
    ['created', created],
    ['source', metadata.sources?.[0]],
    ['authors', authorsOf(metadata.maintainers ?? [])],
  ]
  const result = new Map<string, string>()
  for (const [name, value = ''] of standard) if (value.trim() !== '') result.set(`${PREFIX}${name}`, value)
  for (const [name, value] of Object.entries(metadata.annotations ?? {})) {
    if (name !== `${PREFIX}title` && name !== `${PREFIX}version`) result.set(name, value)
  }
  return new Map([...result].sort(([a], [b]) => (a < b ? -1 : 1)))
}

const PREFIX = 'org.opencontainers.image.'

function authorsOf(maintainers: readonly Maintainer[]): string {
  return maintainers.map(({ name, email = '' }) => (email === '' ? name : `${name} (${email})`)).join(', ')
}

function manifestJson(
  config: Descriptor,
  layers: readonly Descriptor[],
  annotations: ReadonlyMap<string, string>,
): string {
  const notes = [...annotations].map(([name, value]) => `${goQuote(name)}:${goQuote(value)}`)
  const rows = layers.map(descriptorJson).join(',')
  return `{"schemaVersion":2,"config":${descriptorJson(config)},"layers":[${rows}],"annotations":{${notes.join(',')}}}`
}

function descriptorJson({ mediaType, digest, size }: Descriptor): string {
  return `{"mediaType":${goQuote(mediaType)},"digest":"${digest}","size":${size}}`
}

interface Blob {
  readonly descriptor: Descriptor
  readonly bytes: Uint8Array
}

/** Uploads a blob in one piece, unless the registry has it. */
async function pushBlob(registry: Registry, { repository }: Reference, { descriptor, bytes }: Blob): Promise<void> {
  const { digest } = descriptor
  const scope = { repository, actions: 'pull,push' } as const
  const head = await registry.call({ ...scope, method: 'HEAD', path: `${repository}/blobs/${digest}` })
  if (head.status === 200) return
  if (head.status !== 404) throw statusError('HEAD', head)
  const start = await registry.call({ ...scope, method: 'POST', path: `${repository}/blobs/uploads/` })
  const { location } = start.headers
  if (start.status !== 202) throw statusError('POST', start)
  if (location === undefined) throw new RepoError('bad-answer', `${start.url} – upload without a location`)
  const target = new URL(location, start.url)
  target.searchParams.set('digest', digest)
  const headers = { 'content-type': 'application/octet-stream' }
  const put = await registry.call({ ...scope, method: 'PUT', path: target.href, headers, body: bytes })
  if (put.status !== 201) throw statusError('PUT', put)
}

async function putManifest(registry: Registry, { repository, tag }: Reference, manifest: Uint8Array): Promise<void> {
  const answer = await registry.call({
    method: 'PUT',
    path: `${repository}/manifests/${tag}`,
    repository,
    actions: 'pull,push',
    headers: { 'content-type': mediaTypes.manifest },
    body: manifest,
  })
  if (answer.status !== 201) throw statusError('PUT', answer)
}
