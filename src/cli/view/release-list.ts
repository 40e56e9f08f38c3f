import { goJson, type ReleaseSummary, type Struct } from '#release'
import { dump } from '#yaml'
import { releaseColours } from './release-colour.ts'
import { table, tableOf } from './table.ts'

/** How a list of releases is printed. */
export interface ReleaseListView {
  readonly format: 'table' | 'json' | 'yaml'
  /** A time of a record as the list shows it. */
  readonly timeText: (time: string) => string
  readonly isShort?: boolean
  readonly hasNoHeaders?: boolean
  readonly hasColour?: boolean
}

const FIELDS: Struct = ['name', 'namespace', 'revision', 'updated', 'status', 'chart', 'app_version'].map((name) => ({
  name,
  isKept: true,
}))
const HEADER = ['NAME', 'NAMESPACE', 'REVISION', 'UPDATED', 'STATUS', 'CHART', 'APP VERSION']

/** Releases as `helm list` prints them. Source: helm pkg/cmd/list.go. */
export function releaseListText(releases: readonly ReleaseSummary[], view: ReleaseListView): string {
  if (view.isShort === true) return namesText(releases, view)
  const rows = releases.map((release) => rowOf(release, view))
  if (view.format === 'json') return `${goJson(rows, FIELDS)}\n`
  if (view.format === 'yaml') return dump(rows)
  const colours = releaseColours(view.hasColour === true)
  const cells = rows.map((row) => [
    row.name,
    colours.namespace(row.namespace),
    row.revision,
    row.updated,
    colours.status(row.status),
    row.chart,
    row.app_version,
  ])
  return view.hasNoHeaders === true ? tableOf(cells) : table(HEADER.map(colours.header), cells)
}

function namesText(releases: readonly ReleaseSummary[], { format }: ReleaseListView): string {
  const names = releases.map(({ name }) => name)
  if (format === 'json') return `${goJson(names)}\n`
  return format === 'yaml' ? dump(names) : names.map((name) => `${name}\n`).join('')
}

/** One release as lists have it. */
interface ReleaseRow {
  readonly name: string
  readonly namespace: string
  readonly revision: string
  readonly updated: string
  readonly status: string
  readonly chart: string
  readonly app_version: string
}

function rowOf(release: ReleaseSummary, { timeText }: ReleaseListView): ReleaseRow {
  const { name, namespace, version, info } = release
  return {
    name,
    namespace,
    revision: String(version),
    updated: info.last_deployed === '' ? '-' : timeText(info.last_deployed),
    status: info.status,
    chart: chartName(release),
    app_version: appVersion(release),
  }
}

/** `NAME-VERSION` of a release's chart. */
export function chartName({ chart }: ReleaseSummary): string {
  return chart === undefined ? 'MISSING' : `${chart.name}-${chart.version}`
}

/** The version of what a release's chart installs. */
export function appVersion({ chart }: ReleaseSummary): string {
  return chart === undefined ? 'MISSING' : chart.appVersion
}
