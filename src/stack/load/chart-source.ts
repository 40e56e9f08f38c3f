import { isAbsolute, join } from 'node:path'
import type { YamlMap } from '#yaml'
import type { StackFlag, StackRepository } from '../contract.ts'
import { resolvedText } from '../reference/resolve.ts'
import type { FileContext } from './context.ts'
import { repositoryFlags } from './flags.ts'
import { mapsAt, textAt } from './read.ts'

/** Where a chart is. */
export interface ChartSource {
  /** As `upgrade` takes it. */
  readonly source: string
  readonly repository: StackRepository | undefined
}

/** A path becomes absolute; a chart of a repository that the file names is found there and nowhere else. */
export function chartSource(chart: string, spec: YamlMap, context: FileContext): ChartSource {
  const { folder, world } = context
  if (chart === '' || /^[a-z0-9+]+:\/\//.test(chart)) return { source: chart, repository: undefined }
  const path = isAbsolute(chart) ? chart : join(folder, chart)
  const isPath = /^(?:\/|\.\.?(?:\/|$))/.test(chart)
  const repository = isPath ? undefined : repositoryNamed(chart, spec)
  const isThere = (): boolean => world.isFolder(path) || world.readText(path) !== undefined
  if (isPath || (repository === undefined && isThere())) return { source: path, repository: undefined }
  const [, ...rest] = chart.split('/')
  if (repository === undefined || rest.length === 0) return { source: chart, repository: undefined }
  const found = repositoryOf(repository, context)
  const name = rest.join('/')
  return {
    source: found.isOci ? `oci://${found.url.replace(/^oci:\/\//, '').replace(/\/$/, '')}/${name}` : name,
    repository: found,
  }
}

/** The repository of the file that a chart's name begins with; the last of that name. */
export function repositoryNamed(chart: string, spec: YamlMap): YamlMap | undefined {
  const [prefix] = chart.split('/')
  return mapsAt(spec, 'repositories').findLast((each) => textAt(each, 'name') === prefix)
}

function repositoryOf(repository: YamlMap, context: FileContext): StackRepository {
  const name = textAt(repository, 'name')
  const url = textAt(repository, 'url')
  const isOci = repository.get('oci') === true || url.startsWith('oci://')
  const flags = [...repositoryFlags(repository, context.folder)]
  return { name, url, isOci, flags: [...withCredentials(name, flags, context)] }
}

/** What the file does not say, the variables `<NAME>_USERNAME` and `<NAME>_PASSWORD` do. */
function withCredentials(name: string, flags: readonly StackFlag[], context: FileContext): readonly StackFlag[] {
  const prefix = name.toUpperCase().replaceAll('-', '_')
  const credentials = (['username', 'password'] as const).flatMap((flag): StackFlag[] => {
    const said = flags.find(([each]) => each === flag)?.[1] ?? context.world.variable(`${prefix}_${flag.toUpperCase()}`)
    if (said === undefined || said === '') return []
    return [[flag, resolvedText(String(said), context)]]
  })
  return [...flags.filter(([flag]) => flag !== 'username' && flag !== 'password'), ...credentials]
}
