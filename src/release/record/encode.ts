import { constants, gzipSync } from 'node:zlib'
import type { Release } from '../contract/release.ts'
import { goJson } from './go-json.ts'
import { type RecordLevel, releaseStruct } from './structs.ts'

/**
 * The body of a record as Helm stores it: base64 of gzip of JSON, with Go's order of fields and escapes. Labels are no part of
 * it. `level` says which Helm's fields are written. Source: helm pkg/storage/driver/util.go.
 */
export function encodeRecord(release: Release, level: RecordLevel = 'helm4'): string {
  return gzipSync(releaseJson(release, level), { level: constants.Z_BEST_COMPRESSION }).toString('base64')
}

/** The JSON of a release, as a record holds it. */
export function releaseJson(release: Release, level: RecordLevel = 'helm4'): string {
  const { labels: _, ...body } = release
  const unknown = level === 'helm3' ? withoutNewFields(body) : body
  return goJson(unknown, releaseStruct(level))
}

/** A release without the fields that Helm 3 does not know; those of the chart it drops by itself when it reads. */
function withoutNewFields(release: Omit<Release, 'labels'>): Omit<Release, 'labels' | 'apply_method'> {
  const { apply_method: _, ...known } = release
  return { ...known, hooks: known.hooks.map(({ output_log_policies: __, ...hook }) => hook) }
}
