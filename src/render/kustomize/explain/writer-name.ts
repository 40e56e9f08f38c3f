import type { FieldPath } from './field-path.ts'
import { followed } from './follow-place.ts'
import { queryName } from './query.ts'
import type { Recorder, Writing } from './recorder.ts'
import type { Texts } from './texts.ts'

/** What a name is looked for with. */
interface NameContext {
  readonly recorder: Recorder
  readonly texts: Texts
  readonly before: Writing | undefined
}

const NAMES: Readonly<Record<string, string>> = {
  Resource: 'resource',
  PatchTransformer: 'patch',
  PatchStrategicMergeTransformer: 'patch',
  PatchJson6902Transformer: 'patch',
  ConfigMapGenerator: 'generator',
  SecretGenerator: 'generator',
  HelmChartInflationGenerator: 'chart',
  ReplacementTransformer: 'replacement',
  HashTransformer: 'hash of the contents',
  RefVarTransformer: 'variable',
  BuildMetadata: 'build metadata',
}

/** What wrote a field, in a word or a few: `patch`, `namePrefix`, `name of ConfigMap/settings`. */
export function writerName(writing: Writing, path: FieldPath, context: NameContext): string {
  const { kind, entry, plugin } = writing.cause
  if (plugin !== undefined) return queryName(plugin)
  if (kind === 'NameReferenceTransformer') {
    const resource = followed(writing, path, context)
    return resource === undefined ? 'name reference' : `name of ${queryName(resource)}`
  }
  const name = Object.hasOwn(NAMES, kind) ? NAMES[kind] : undefined
  return name ?? String(entry[0] ?? kind)
}
