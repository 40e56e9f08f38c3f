import type { Json, JsonObject } from '#kube'
import { dependencyStruct, type FoundRelease, goJson, type Release, type Struct } from '#release'
import type { Compat } from '#source'
import { dump } from '#yaml'

const FIELDS: Struct = [
  ...kept('name', 'chart', 'version', 'appVersion'),
  { name: 'annotations' },
  { name: 'labels' },
  { name: 'dependencies', struct: dependencyStruct },
  ...kept('namespace', 'revision', 'status', 'deployedAt'),
  { name: 'applyMethod' },
]

/** What a record says of its release, as `helm get metadata` prints it. Source: helm pkg/cmd/get_metadata.go. */
export function releaseMetadataText(
  found: FoundRelease,
  { format, compat }: { readonly format: 'table' | 'json' | 'yaml'; readonly compat: Compat },
): string {
  const metadata = metadataOf(found, compat)
  const json = goJson(metadata, FIELDS)
  if (format === 'json') return `${json}\n`
  if (format === 'yaml') return dump(JSON.parse(json))
  return tableLines(metadata, compat)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('')
}

interface Metadata {
  readonly name: string
  readonly chart: string
  readonly version: string
  readonly appVersion: string
  readonly annotations: JsonObject
  readonly labels: Readonly<Record<string, string>>
  readonly dependencies: readonly JsonObject[]
  readonly namespace: string
  readonly revision: number
  readonly status: string
  readonly deployedAt: string
  readonly applyMethod: string
}

function metadataOf({ release, labels }: FoundRelease, compat: Compat): Metadata {
  const { name, namespace, version, info } = release
  const chart = (release.chart['metadata'] ?? {}) as JsonObject
  return {
    name,
    chart: textOf(chart['name']),
    version: textOf(chart['version']),
    appVersion: textOf(chart['appVersion']),
    annotations: (chart['annotations'] ?? {}) as JsonObject,
    labels: compat === 'helm4' ? labels : {},
    dependencies: (chart['dependencies'] ?? []) as JsonObject[],
    namespace,
    revision: version,
    status: info.status,
    deployedAt: wholeSeconds(info.last_deployed),
    applyMethod: compat === 'helm4' ? (release.apply_method ?? '') : '',
  }
}

/** RFC 3339 without parts of a second, as Go's `time.RFC3339` prints. */
function wholeSeconds(time: string): string {
  return time === '' ? '0001-01-01T00:00:00Z' : time.replace(/\.\d+/, '')
}

const METHODS: Readonly<Record<NonNullable<Release['apply_method']> | '', string>> = {
  '': 'client-side apply (defaulted)',
  csa: 'client-side apply',
  ssa: 'server-side apply',
}

function tableLines(metadata: Metadata, compat: Compat): readonly (readonly [name: string, value: string])[] {
  const names = metadata.dependencies.map(({ name }) => textOf(name)).sort()
  const method = METHODS[metadata.applyMethod as keyof typeof METHODS]
  return [
    ['NAME', metadata.name],
    ['CHART', metadata.chart],
    ['VERSION', metadata.version],
    ['APP_VERSION', metadata.appVersion],
    ['ANNOTATIONS', pairsText(metadata.annotations)],
    ...(compat === 'helm4' ? [['LABELS', pairsText(metadata.labels)] as const] : []),
    ['DEPENDENCIES', names.join(',')],
    ['NAMESPACE', metadata.namespace],
    ['REVISION', String(metadata.revision)],
    ['STATUS', metadata.status],
    ['DEPLOYED_AT', metadata.deployedAt],
    ...(compat === 'helm4' ? [['APPLY_METHOD', method] as const] : []),
  ]
}

function pairsText(pairs: Readonly<Record<string, Json>>): string {
  return Object.entries(pairs)
    .map(([name, value]) => `${name}=${textOf(value)}`)
    .sort()
    .join(',')
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}

function kept(...names: readonly string[]): Struct {
  return names.map((name) => ({ name, isKept: true, missing: '' }))
}
