import type { ClusterStatus } from '#cluster'
import { dump } from '#yaml'
import { listText } from './list.ts'

type Format = 'table' | 'json' | 'yaml'

/** What is said after a start. `file` is the kubeconfig that was changed. */
export function startedText(status: ClusterStatus, file: string | undefined): string {
  const kubeconfig = file === undefined ? '' : `context "${status.context}" is the current one in ${file}\n`
  return `cluster "${status.name}" runs at ${status.server}\n${kubeconfig}`
}

/** Clusters as a list. */
export function clustersText(all: readonly ClusterStatus[], format: Format): string {
  return listText({
    format,
    header: ['NAME', 'STATUS', 'SERVER', 'CONTEXT', 'STORE'],
    rows: all.map(({ name, status, server, context, store }) => [name, status, server, context, store]),
    data: all,
    none: 'no clusters; start one: berth cluster start',
  })
}

/** One cluster, a line for each thing known. */
export function statusText(status: ClusterStatus & { readonly health?: string }, format: Format): string {
  if (format === 'json') return `${JSON.stringify(status)}\n`
  if (format === 'yaml') return dump(status)
  const rows = Object.entries(status)
  const width = Math.max(...rows.map(([key]) => key.length)) + 2
  return rows.map(([key, value]) => `${`${key}:`.padEnd(width)}${value}\n`).join('')
}
