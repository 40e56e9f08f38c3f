import type { GoMap } from '#template'
import { dump, load, type YamlMap, type YamlValue } from '#yaml'
import type { StackPatches, StackValues } from '../contract.ts'
import { hasReference, resolveReferences } from '../reference/resolve.ts'
import { goMap } from '../template/data.ts'
import { type FileContext, runText } from './context.ts'
import { pathsOf } from './entries.ts'
import { layerMaps } from './merge.ts'
import type { MissingFiles } from './missing-files.ts'
import { listAt, textAt } from './read.ts'

/** What patches of a release are read with. */
export interface PatchReading {
  /** What its templates see. */
  readonly data: GoMap
  /** Of the stack; those of the release come on top. */
  readonly stackValues: YamlMap
  readonly values: readonly StackValues[]
  readonly missing: MissingFiles
}

/** `jsonPatches`, `strategicMergePatches`, `transformers` and `forceNamespace` of a release. Throws StackError. */
export function patchesOf(release: YamlMap, reading: PatchReading, context: FileContext): StackPatches | undefined {
  const data = withValues(reading)
  const read = (key: string): readonly string[] =>
    listAt(release, key).flatMap((entry) => patchTexts(entry, { key, data, missing: reading.missing }, context))
  const patches: StackPatches = {
    namespace: textAt(release, 'forceNamespace'),
    json: read('jsonPatches'),
    strategic: read('strategicMergePatches'),
    transformers: read('transformers'),
    folder: context.folder,
  }
  const isAny =
    patches.namespace !== '' || [patches.json, patches.strategic, patches.transformers].some((all) => all.length > 0)
  return isAny ? patches : undefined
}

/** Files of patches see the release's values on top of the stack's. */
function withValues({ data, stackValues, values }: PatchReading): GoMap {
  const merged = goMap(values.reduce((all, layer) => layerMaps(all, layer.values), stackValues))
  return new Map([...data, ['Values', merged], ['StateValues', merged]])
}

interface PatchList {
  readonly key: string
  readonly data: GoMap
  readonly missing: MissingFiles
}

function patchTexts(entry: YamlValue, { key, data, missing }: PatchList, context: FileContext): readonly string[] {
  if (entry instanceof Map) return [dump(entry)]
  if (typeof entry !== 'string') return []
  return pathsOf(entry, { title: key, missing }, context).map((path) => {
    const raw = context.world.readText(path) ?? ''
    const text = path.endsWith('.gotmpl') ? runText(context, path, { text: raw, data }) : raw
    return hasReference(text) ? dump(resolveReferences(load(text), context)) : text
  })
}
