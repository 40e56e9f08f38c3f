import { isAbsolute, join } from 'node:path'
import type { GoMap } from '#template'
import type { YamlMap, YamlValue } from '#yaml'
import type { StackRelease, StackRepository, StackSet, StackValues } from '../contract.ts'
import { StackError } from '../error.ts'
import { isEnabled } from './condition.ts'
import type { FileContext } from './context.ts'
import { templateData } from './context.ts'
import { readEntries } from './entries.ts'
import { expandRelease } from './expressions.ts'
import { flagsOf, repositoryFlags } from './flags.ts'
import { inherited } from './inherit.ts'
import { listAt, mapAt, mapsAt, pairsOf, textAt, textsAt } from './read.ts'

/** Everything that is said in one file, its parts and bases merged. */
export interface FileState {
  readonly format: 'own' | 'helmfile'
  readonly spec: YamlMap
  /** What its templates see. */
  readonly values: YamlMap
  readonly context: FileContext
}

/** What helmfile can do to a chart before it is installed, and this reader not. */
const CHANGES = ['jsonPatches', 'strategicMergePatches', 'transformers', 'dependencies'] as const

/** The releases of one file. `needs` are still as they are written. Throws StackError. */
export async function readReleases(state: FileState, stage: number): Promise<StackRelease[]> {
  const releases: StackRelease[] = []
  for (const release of mapsAt(state.spec, 'releases')) releases.push(await readRelease(release, state, stage))
  return releases
}

async function readRelease(written: YamlMap, state: FileState, stage: number): Promise<StackRelease> {
  const { spec, values, context } = state
  const { release, data } = expandRelease(withDefaults(written, spec), templateData(context, values), context)
  const name = textAt(release, 'name')
  if (name === '') throw new StackError('bad-stack', `${context.file}: a release has no name`)
  const namespace = context.options.namespace ?? (textAt(spec, 'namespace') || textAt(release, 'namespace'))
  const kubeContext = textAt(release, 'kubeContext')
  refuseChanges(release, name, context)
  const { source, repository } = sourceOf(textAt(release, 'chart') || textAt(release, 'directory'), state)
  if (source === '') throw new StackError('bad-stack', `${context.file}: release ${name} has no chart`)
  return {
    id: [...(kubeContext === '' ? [] : [kubeContext]), namespace, name].join('/'),
    name,
    namespace,
    context: kubeContext,
    source,
    version: textAt(release, 'version'),
    repository,
    labels: labelsOf(release, { name, namespace, chart: textAt(release, 'chart') }),
    isWanted: release.get('installed') !== false,
    isEnabled: isEnabled(release, values),
    needs: textsAt(release, 'needs'),
    stage,
    values: await valuesOf(release, data, context),
    sets: [...setsOf(release, 'setTemplate'), ...setsOf(release, 'set'), ...setsOf(release, 'setString')].map((set) =>
      absoluteFile(set, context),
    ),
    valuesFrom: textsAt(release, 'valuesFrom'),
    flags: flagsOf(release, mapAt(spec, 'helmDefaults')),
    format: state.format,
    file: context.file,
  }
}

function withDefaults(written: YamlMap, spec: YamlMap): YamlMap {
  const defaults = mapAt(spec, 'helmDefaults')
  const usual = listAt(spec, 'defaultInherit').filter((name) => typeof name === 'string')
  const own = mapsAt(written, 'inherit')
  const given = new Set(own.map((inherit) => textAt(inherit, 'template')))
  const inherits = [
    ...usual.filter((name) => !given.has(name)).map((name): YamlMap => new Map([['template', name]])),
    ...own,
  ]
  const release = inherited(new Map([...written, ['inherit', inherits]]), mapAt(spec, 'templates'))
  for (const key of ['namespace', 'kubeContext']) {
    if (textAt(release, key) === '')
      release.set(key, textAt(defaults, key) || (key === 'kubeContext' ? textAt(spec, key) : ''))
  }
  const labels = new Map([...mapAt(defaults, 'labels'), ...mapAt(release, 'labels'), ...mapAt(spec, 'commonLabels')])
  return release.set('labels', labels)
}

function refuseChanges(release: YamlMap, name: string, { file, warnings }: FileContext): void {
  const change = CHANGES.find((key) => listAt(release, key).length > 0)
  if (change !== undefined) {
    const hint = 'give the release an overlay as its chart, or a post-renderer'
    throw new StackError('unsupported', `${file}: ${change} of release ${name}`, { hint })
  }
  if (listAt(release, 'hooks').length > 0)
    warnings.push(`${file}: hooks of release ${name} run programs and are left out`)
}

function labelsOf(release: YamlMap, usual: Readonly<Record<string, string>>): Record<string, string> {
  const own = pairsOf(mapAt(release, 'labels'))
  return Object.fromEntries([...own, ...Object.entries(usual)])
}

interface Source {
  readonly source: string
  readonly repository: StackRepository | undefined
}

/** A path becomes absolute; a chart of a repository that the file names is found there and nowhere else. */
function sourceOf(chart: string, { spec, context }: FileState): Source {
  const { folder, world } = context
  if (chart === '' || /^[a-z0-9+]+:\/\//.test(chart)) return { source: chart, repository: undefined }
  const path = isAbsolute(chart) ? chart : join(folder, chart)
  const isPath = /^(?:\/|\.\.?(?:\/|$))/.test(chart)
  const [prefix = '', ...rest] = chart.split('/')
  const repository = mapsAt(spec, 'repositories').findLast((each) => textAt(each, 'name') === prefix)
  if (isPath || (repository === undefined && (world.isFolder(path) || world.readText(path) !== undefined))) {
    return { source: path, repository: undefined }
  }
  if (repository === undefined || rest.length === 0) return { source: chart, repository: undefined }
  const found = repositoryOf(repository)
  const name = rest.join('/')
  return {
    source: found.isOci ? `oci://${found.url.replace(/^oci:\/\//, '').replace(/\/$/, '')}/${name}` : name,
    repository: found,
  }
}

function repositoryOf(repository: YamlMap): StackRepository {
  const url = textAt(repository, 'url')
  const isOci = repository.get('oci') === true || url.startsWith('oci://')
  return { name: textAt(repository, 'name'), url, isOci, flags: repositoryFlags(repository) }
}

async function valuesOf(release: YamlMap, data: GoMap, context: FileContext): Promise<readonly StackValues[]> {
  const mayBeMissing = /^(?:warn|info|debug)$/i.test(textAt(release, 'missingFileHandler'))
  const title = `values of ${textAt(release, 'name')}`
  const lists = [listAt(release, 'valuesTemplate'), listAt(release, 'values'), listAt(release, 'secrets')]
  const read = lists.map((entries) => readEntries({ entries, title, data, mayBeMissing }, context))
  return (await Promise.all(read)).flat()
}

/** `set` entries as `--set` takes them; commas in names and values are no separators. */
function setsOf(release: YamlMap, key: 'set' | 'setTemplate' | 'setString'): StackSet[] {
  const kind = key === 'setString' ? 'set-string' : 'set'
  return mapsAt(release, key).map((entry): StackSet => {
    const name = escapeCommas(textAt(entry, 'name'))
    const file = textAt(entry, 'file')
    if (file !== '') return { kind: 'set-file', expression: `${name}=${file}` }
    const many = listAt(entry, 'values')
    if (many.length > 0) return { kind, expression: `${name}={${many.map(scalarText).join(',')}}` }
    const value = entry.get('value') ?? null
    if (typeof value === 'object' && value !== null) {
      return { kind: 'set-json', expression: `${name}=${JSON.stringify(plain(value))}` }
    }
    return { kind, expression: `${name}=${scalarText(value)}` }
  })
}

function scalarText(value: YamlValue): string {
  if (typeof value === 'object' && value !== null) return escapeCommas(JSON.stringify(plain(value)))
  return value === null ? 'null' : escapeCommas(String(value))
}

/** Maps as objects, for JSON. */
function plain(value: YamlValue): unknown {
  if (Array.isArray(value)) return value.map(plain)
  return value instanceof Map ? Object.fromEntries([...value].map(([key, item]) => [key, plain(item)])) : value
}

function escapeCommas(text: string): string {
  return text.replaceAll(',', '\\,')
}

function absoluteFile(set: StackSet, { folder }: FileContext): StackSet {
  if (set.kind !== 'set-file') return set
  const split = set.expression.indexOf('=')
  const path = set.expression.slice(split + 1)
  return {
    kind: set.kind,
    expression: `${set.expression.slice(0, split + 1)}${isAbsolute(path) ? path : join(folder, path)}`,
  }
}
