import type { GoMap } from '#template'
import type { YamlMap } from '#yaml'
import type { StackRelease, StackSubchart, StackValues } from '../contract.ts'
import { StackError } from '../error.ts'
import { chartSource } from './chart-source.ts'
import { isEnabled } from './condition.ts'
import { type FileContext, type FileValues, templateData } from './context.ts'
import { readEntries } from './entries.ts'
import { expandRelease } from './expressions.ts'
import { flagsOf, removalOf } from './flags.ts'
import { hooksOf } from './hooks.ts'
import { inherited } from './inherit.ts'
import { type PinnedVersion, pinnedVersions } from './lock.ts'
import { type MissingFiles, missingFiles } from './missing-files.ts'
import { patchesOf } from './patches.ts'
import { listAt, mapAt, mapsAt, pairsOf, textAt, textsAt } from './read.ts'
import { setsOf } from './sets.ts'

/** Everything that is said in one file, its parts and bases merged. */
export interface FileState extends FileValues {
  readonly format: 'own' | 'helmfile'
  readonly spec: YamlMap
  readonly context: FileContext
}

/** What is only read of releases that are chosen: others may name files that are not there. */
export type Contents = Pick<StackRelease, 'values' | 'sets' | 'patches'>

/** A release whose contents are still to be read. */
export interface Draft extends StackRelease {
  /** Throws StackError. */
  readonly readContents: () => Promise<Contents>
}

/** The releases of one file. `needs` are still as they are written. Throws StackError. */
export function readReleases(state: FileState, stage: number): readonly Draft[] {
  const pinned = pinnedVersions(state.spec, state.context)
  return mapsAt(state.spec, 'releases').map((written) => readRelease(written, state, { stage, pinned }))
}

interface Placing {
  readonly stage: number
  readonly pinned: PinnedVersion
}

function readRelease(written: YamlMap, state: FileState, { stage, pinned }: Placing): Draft {
  const { spec, values, context, format } = state
  const { release, data } = expandRelease(withDefaults(written, state), templateData(context, state), context)
  const identity = identityOf(release, state)
  const chart = textAt(release, 'chart') || textAt(release, 'directory')
  if (chart === '') throw new StackError('bad-stack', `${context.file}: release ${identity.name} has no chart`)
  const labels = labelsOf(release, { ...identity, chart })
  const defaults = mapAt(spec, 'helmDefaults')
  return {
    ...identity,
    ...chartSource(chart, spec, context),
    ...NO_CONTENTS,
    version: pinned(chart, textAt(release, 'version').replace(/@.*$/, '')), // a digest is no version
    labels,
    isWanted: release.get('installed') !== false,
    isChosen: false,
    isEnabled: isEnabled(release, values),
    needs: textsAt(release, 'needs'),
    stage,
    valuesFrom: textsAt(release, 'valuesFrom'),
    flags: flagsOf({ release, defaults, labels }, context),
    words: [...textsAt(defaults, 'args'), ...textsAt(defaults, 'syncArgs')],
    removal: removalOf(release, defaults),
    subcharts: mapsAt(release, 'dependencies').map((each) => subchartOf(each, state)),
    hooks: hooksOf(mapsAt(release, 'hooks'), data, context),
    format,
    file: context.file,
    position: context.places.get(written),
    readContents: () => readContents(release, data, state),
  }
}

const NO_CONTENTS: Contents = { values: [], sets: [], patches: undefined }

async function readContents(
  release: YamlMap,
  data: GoMap,
  { spec, values, context, format }: FileState,
): Promise<Contents> {
  const missing = missingFiles(release, spec)
  const layers = await valuesOf(release, { data, missing }, context)
  return {
    values: layers,
    sets: setsOf(release, format, context),
    patches: patchesOf(release, { data, stackValues: values, values: layers, missing }, context),
  }
}

type Identity = Pick<StackRelease, 'id' | 'name' | 'namespace' | 'context'>

/** The environment's context is no part of the id: only a release that names one itself is told apart by it. */
function identityOf(release: YamlMap, { context, kubeContext }: FileState): Identity {
  const name = textAt(release, 'name')
  if (name === '') throw new StackError('bad-stack', `${context.file}: a release has no name`)
  const namespace = textAt(release, 'namespace')
  const own = textAt(release, 'kubeContext')
  return { id: [...(own === '' ? [] : [own]), namespace, name].join('/'), name, namespace, context: own || kubeContext }
}

/** A release with what it inherits, and what the file or the command line says above it. */
function withDefaults(written: YamlMap, { spec, context }: FileState): YamlMap {
  const defaults = mapAt(spec, 'helmDefaults')
  const own = mapsAt(written, 'inherit')
  const given = new Set(own.map((inherit) => textAt(inherit, 'template')))
  const inherits = [
    ...usualTemplates(spec)
      .filter((name) => !given.has(name))
      .map((name): YamlMap => new Map([['template', name]])),
    ...own,
  ]
  const release = inherited(new Map([...written, ['inherit', inherits]]), mapAt(spec, 'templates'))
  const namespace = context.options.namespace ?? textAt(spec, 'namespace')
  if (namespace !== '') release.set('namespace', namespace)
  if (textAt(release, 'namespace') === '') release.set('namespace', textAt(defaults, 'namespace'))
  const kubeContext = textAt(spec, 'kubeContext') || textAt(release, 'kubeContext') || textAt(defaults, 'kubeContext')
  release.set('kubeContext', kubeContext)
  const labels = new Map([...mapAt(defaults, 'labels'), ...mapAt(release, 'labels'), ...mapAt(spec, 'commonLabels')])
  return release.set('labels', labels)
}

/** `defaultInherit`: one name or a list. */
function usualTemplates(spec: YamlMap): readonly string[] {
  const names = [...textsAt(spec, 'defaultInherit'), textAt(spec, 'defaultInherit')].map((name) => name.trim())
  return [...new Set(names)].filter((name) => name !== '')
}

/** For `-l`: those of the release, and what it is. */
function labelsOf(
  release: YamlMap,
  { name, namespace, chart }: Pick<Identity, 'name' | 'namespace'> & { readonly chart: string },
): Record<string, string> {
  const own = pairsOf(mapAt(release, 'labels'))
  const usual = { name, namespace, chart: chart.split('/').at(-1) ?? '' }
  return Object.fromEntries([...own, ...Object.entries(usual)])
}

interface ValuesReading {
  readonly data: GoMap
  readonly missing: MissingFiles
}

async function valuesOf(
  release: YamlMap,
  { data, missing }: ValuesReading,
  context: FileContext,
): Promise<readonly StackValues[]> {
  const title = `values of ${textAt(release, 'name')}`
  const prefix = textAt(release, 'valuesPathPrefix')
  const lists = [listAt(release, 'valuesTemplate'), listAt(release, 'values'), listAt(release, 'secrets')]
  const layers: StackValues[] = []
  for (const entries of lists) {
    layers.push(...(await readEntries({ entries, title, data, missing, prefix, hasReferences: true }, context)))
  }
  return layers
}

function subchartOf(dependency: YamlMap, { spec, context }: FileState): StackSubchart {
  const { source, repository } = chartSource(textAt(dependency, 'chart'), spec, context)
  return { source, repository, version: textAt(dependency, 'version'), alias: textAt(dependency, 'alias') }
}
