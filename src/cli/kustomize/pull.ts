import { mkdirSync } from 'node:fs'
import type { ChartPull } from '#render'
import { unpackChart } from '#source'
import { download } from '../chart/download.ts'
import { chartSourceFlags } from '../flags/network.ts'
import { parseFlags } from '../frame/parse.ts'
import type { Session } from '../frame/session.ts'
import type { KustomizeInput } from './input.ts'

/** Downloads a chart of a repository or registry and unpacks it where the build looks for it. Throws RepoError. */
export async function pullChart(chart: ChartPull, { flags }: KustomizeInput, session: Session): Promise<void> {
  const isRegistry = chart.repo.startsWith('oci://')
  const source = parseFlags(chartSourceFlags, []).flags
  const reference = isRegistry ? `${chart.repo.replace(/\/+$/, '')}/${chart.name}` : chart.name
  const wish = {
    ...source,
    ...flags,
    devel: chart.isDevel,
    version: chart.version || undefined,
    repo: isRegistry ? undefined : chart.repo,
  }
  const { archive } = await download(reference, wish, session)
  mkdirSync(chart.home, { recursive: true })
  await unpackChart(archive, chart.home)
}
