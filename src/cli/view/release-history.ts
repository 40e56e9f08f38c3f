import { goJson, type ReleaseSummary, type Struct } from '#release'
import type { Compat } from '#source'
import { dump } from '#yaml'
import { ansicTime } from './ansic-time.ts'
import { appVersion, chartName } from './release-list.ts'
import { table } from './table.ts'

const FIELDS: Struct = [
  { name: 'revision', isKept: true },
  { name: 'updated' },
  ...['status', 'chart', 'app_version', 'description'].map((name) => ({ name, isKept: true, missing: '' })),
]
/** Helm 3 writes a time that never was as an empty text. */
const FIELDS_3: Struct = FIELDS.map((field) =>
  field.name === 'updated' ? { name: 'updated', isKept: true, missing: '' } : field,
)
const HEADER = ['REVISION', 'UPDATED', 'STATUS', 'CHART', 'APP VERSION', 'DESCRIPTION']

/** Revisions as `helm history` prints them. Source: helm pkg/cmd/history.go. */
export function releaseHistoryText(
  revisions: readonly ReleaseSummary[],
  { format, compat }: { readonly format: 'table' | 'json' | 'yaml'; readonly compat: Compat },
): string {
  const json = goJson(revisions.map(rowOf), compat === 'helm3' ? FIELDS_3 : FIELDS)
  if (format === 'json') return `${json}\n`
  if (format === 'yaml') return dump(JSON.parse(json))
  const cells = revisions
    .map(rowOf)
    .map((row) => [
      String(row.revision),
      ansicTime(row.updated),
      row.status,
      row.chart,
      row.app_version,
      row.description,
    ])
  return table(HEADER, cells)
}

interface RevisionRow {
  readonly revision: number
  readonly updated: string
  readonly status: string
  readonly chart: string
  readonly app_version: string
  readonly description: string
}

function rowOf(release: ReleaseSummary): RevisionRow {
  const { version, info } = release
  return {
    revision: version,
    updated: info.last_deployed,
    status: info.status,
    chart: chartName(release),
    app_version: appVersion(release),
    description: info.description ?? '',
  }
}
