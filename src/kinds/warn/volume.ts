import type { JsonObject } from '#kube'
import { isSet, mapAt, mapsAt, textAt } from '../read.ts'
import { claimSpecWarnings } from './storage.ts'

/** Sentences about the volumes of a pod: plugins that are gone, and files that lie in each other's way. */
export function volumeWarnings(volumes: readonly JsonObject[], field: string): string[] {
  return [
    ...volumes.flatMap((volume, at) => sourceWarnings(volume, `${field}[${at}]`)),
    ...volumes.flatMap(overlapWarnings),
  ]
}

const oldSources: readonly (readonly [source: string, word: string, message: string])[] = [
  ['photonPersistentDisk', 'photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  ['gitRepo', 'gitRepo', 'deprecated in v1.11, and disabled by default in v1.33+'],
  ['scaleIO', 'scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  ['flocker', 'flocker', 'deprecated in v1.22, non-functional in v1.25+'],
  ['storageos', 'storageOS', 'deprecated in v1.22, non-functional in v1.25+'],
  ['quobyte', 'quobyte', 'deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  ['cephfs', 'cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['rbd', 'rbd', 'deprecated in v1.28, non-functional in v1.31+'],
]

/** Sentences about a source whose plugin is gone; in the spec of a persistent volume some are not told. */
export function sourceWarnings(volume: JsonObject, field: string, untold: readonly string[] = []): string[] {
  const template = mapAt(volume, 'ephemeral', 'volumeClaimTemplate')
  return [
    ...oldSources
      .filter(([source]) => isSet(volume, source) && !untold.includes(source))
      .map(([, word, message]) => `${field}.${word}: ${message}`),
    ...claimSpecWarnings(mapAt(template, 'spec'), `${field}.ephemeral.volumeClaimTemplate.spec`),
  ]
}

/** A file of a volume, and what brings it. */
interface File {
  readonly path: string
  readonly source: string
}

function overlapWarnings(volume: JsonObject): string[] {
  const name = JSON.stringify(textAt(volume, 'name'))
  const tell = (what: string, files: readonly File[]) =>
    overlapsOf(files).map((body) => `volume ${name} (${what}): overlapping paths: ${body}`)
  const [config, secret] = [mapAt(volume, 'configMap'), mapAt(volume, 'secret')]
  return [
    ...tell(`ConfigMap ${JSON.stringify(textAt(config, 'name'))}`, filesOf(config)),
    ...tell(`Secret ${JSON.stringify(textAt(secret, 'secretName'))}`, filesOf(secret)),
    ...tell('DownwardAPI', filesOf(mapAt(volume, 'downwardAPI'))),
    ...mapsAt(mapAt(volume, 'projected'), 'sources')
      .filter((source) => !projections.some((kind) => isSet(source, kind)))
      .map(() => `volume ${name} (Projected) has no sources provided`),
    ...tell('Projected', mapsAt(mapAt(volume, 'projected'), 'sources').flatMap(projectedFiles)),
  ]
}

const projections = [
  'secret',
  'configMap',
  'downwardAPI',
  'serviceAccountToken',
  'clusterTrustBundle',
  'podCertificate',
]

function filesOf(source: JsonObject, what = ''): readonly File[] {
  return mapsAt(source, 'items').map((item) => ({ path: textAt(item, 'path'), source: what }))
}

function projectedFiles(source: JsonObject): readonly File[] {
  const [config, secret] = [mapAt(source, 'configMap'), mapAt(source, 'secret')]
  const [bundle, certificate] = [mapAt(source, 'clusterTrustBundle'), mapAt(source, 'podCertificate')]
  const bundleName = JSON.stringify(textAt(bundle, 'name') || textAt(bundle, 'signerName'))
  const file = (map: JsonObject, key: string, what: string) => ({ path: textAt(map, key), source: what })
  return [
    ...filesOf(config, `ConfigMap ${JSON.stringify(textAt(config, 'name'))}`),
    ...filesOf(secret, `Secret ${JSON.stringify(textAt(secret, 'name'))}`),
    ...filesOf(mapAt(source, 'downwardAPI'), 'DownwardAPI'),
    file(mapAt(source, 'serviceAccountToken'), 'path', 'ServiceAccountToken'),
    file(bundle, 'path', `ClusterTrustBundle ${bundleName}`),
    file(certificate, 'certificateChainPath', 'PodCertificate chain'),
    file(certificate, 'keyPath', 'PodCertificate key'),
    file(certificate, 'credentialBundlePath', 'PodCertificate credential bundle'),
  ].filter(({ path }) => path !== '')
}

/** So many files of a volume are compared with each other. */
const MOST = 1000

/** Each file that is one before it, lies in one, or has one in it. */
function overlapsOf(files: readonly File[]): string[] {
  const plain = files.slice(0, MOST).map(({ path, source }) => ({ path: path.replace(/\/+$/, ''), source }))
  return plain.flatMap((file, at) =>
    plain
      .slice(0, at)
      .filter((before) => liesIn(file, before) || liesIn(before, file))
      .map((before) => `${fileText(file)} with ${fileText(before)}`),
  )
}

function liesIn(inner: File, outer: File): boolean {
  return outer.path !== '' && `${inner.path}/`.startsWith(`${outer.path}/`)
}

function fileText({ path, source }: File): string {
  return source === '' ? JSON.stringify(path) : `${JSON.stringify(path)} (${source})`
}
