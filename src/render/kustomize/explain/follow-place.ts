import type { Position } from '../../resource.ts'
import { scalarText } from '../resource/json.ts'
import type { Resource } from '../resource/resource.ts'
import { entryPosition } from '../target/entry-position.ts'
import { type FieldPath, valueAt } from './field-path.ts'
import { fieldText } from './locate-path.ts'
import type { Recorder, Writing } from './recorder.ts'
import type { Texts } from './texts.ts'

/** What a place is looked for with. */
interface FollowContext {
  readonly texts: Texts
  readonly recorder: Recorder
  readonly before: Writing | undefined
}

/** The resource whose new name a field has followed. */
export function followed(writing: Writing, path: FieldPath, { recorder, before }: FollowContext): Resource | undefined {
  const now = scalarText(valueAt(writing.value, path))
  const old = scalarText(valueAt(before?.value, path))
  for (const resource of recorder.resources) {
    const isNow = resource.name === now || resource.namespace === now
    if (isNow && resource.former.some(({ name, namespace }) => name === old || namespace === old)) return resource
  }
  return undefined
}

/** The first place of the resource whose new name a field has followed. */
export function referencePlace(writing: Writing, path: FieldPath, context: FollowContext): Position | undefined {
  const resource = followed(writing, path, context)
  if (resource === undefined) return undefined
  const { place } = resource
  if (place !== undefined) return { ...place, column: 1 }
  const [first] = context.recorder.writingsOf(resource)
  const { kustomization, entry = [] } = first?.cause ?? {}
  return kustomization && entryPosition(kustomization, entry)
}

/** The entry of `vars` whose name stood in the field. */
export function variablePlace(_writing: Writing, path: FieldPath, context: FollowContext): Position | undefined {
  const { texts, recorder, before } = context
  const text = scalarText(valueAt(before?.value, path))
  const names = new Set(Array.from(text.matchAll(/\$\(([^)]+)\)/g), ([, name]) => name))
  for (const file of recorder.files) {
    const [whole] = texts.file(file.fileName, file)
    const vars = whole?.tree.entries?.findLast(({ key }) => key === 'vars')?.node.items ?? []
    const at = vars.findIndex((item) => names.has(fieldText(item, 'name')))
    if (at >= 0) return entryPosition(file, ['vars', at])
  }
  return undefined
}
