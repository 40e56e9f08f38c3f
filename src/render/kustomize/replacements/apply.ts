import { quoteGo } from '#template'
import { KustomizeError, wrapFailure } from '../error.ts'
import { nodeKind } from '../fields/wrong-kind.ts'
import type { FieldOptions, Replacement, Selector, TargetSelector } from '../file/types.ts'
import { fieldHint } from '../patches/hint.ts'
import type { CopyBudget } from '../resource/budget.ts'
import { isSelectedId } from '../resource/id.ts'
import { copyJson, isNull, type Json, scalarText } from '../resource/json.ts'
import { type LabelMatcher, parseLabelSelector } from '../resource/label-selector.ts'
import type { ResourceList } from '../resource/list.ts'
import type { Resource } from '../resource/resource.ts'
import { splitFieldPath } from './field-path.ts'
import { findTargets, type Made } from './find-targets.ts'
import type { Slot } from './slot.ts'
import { DEFAULT_FIELD_PATH, delimiterMisused, replacementIds, sourceValue } from './source-value.ts'
import { type Mistyped, untypedScalar, withTextOfType } from './typed-scalar.ts'

/** Copies one value into fields of resources (mutates them). Throws `KustomizeError` with the reference's text. */
export function applyReplacement(replacement: Replacement, resources: ResourceList, watch: Watch): void {
  const { source, sourceValue: text, targets = [] } = replacement
  if ((source === undefined && text === undefined) || targets.length === 0) {
    const message = 'replacements must specify a source and at least one target'
    throw new KustomizeError({ code: 'bad-config', message })
  }
  const value = sourceValue(replacement, resources)
  for (const target of targets) applyTo(target, value, { ...watch, resources })
}

/** Takes what does not fit its field. */
export type Report = (resource: Resource, mistyped: Mistyped) => void

/** What is told of each copy. */
export interface Watch {
  readonly report: Report
  readonly budget: CopyBudget
}

interface Targets extends Watch {
  readonly resources: ResourceList
}

function applyTo(target: TargetSelector, value: Json, { resources, ...watch }: Targets): void {
  const { select, reject = [] } = target
  if (select === undefined) {
    throw new KustomizeError({ code: 'bad-config', message: 'target must specify resources to select' })
  }
  if (resources.size === 0) return
  const isSelected = marksMatcher(select)
  const rejections = reject
    .filter((selector) => selector.annotationSelector || selector.labelSelector)
    .map(marksMatcher)
  for (const resource of resources) {
    if (!isSelected(resource) || rejections.some((isRejected) => isRejected(resource))) continue
    if (isMeant(resource, select, reject)) copyInto(resource, value, { ...watch, target })
  }
}

function marksMatcher({ annotationSelector = '', labelSelector = '' }: Selector): (resource: Resource) => boolean {
  const annotations: LabelMatcher = parseLabelSelector(annotationSelector)
  const labels: LabelMatcher = parseLabelSelector(labelSelector)
  return (resource) => annotations(resource.annotations) && labels(resource.labels)
}

function isMeant(resource: Resource, select: Selector, reject: readonly Selector[]): boolean {
  const ids = replacementIds(resource)
  if (!ids.some((id) => isSelectedId(id, select))) return false
  return !reject.some((selector) => namesAnything(selector) && ids.some((id) => isSelectedId(id, selector)))
}

function namesAnything({ group, version, kind, name, namespace }: Selector): boolean {
  return [group, version, kind, name, namespace].some(Boolean)
}

function copyInto(resource: Resource, value: Json, { target, report, budget }: Copying): void {
  const { fieldPaths = [], options = {} } = target
  const paths = fieldPaths.length === 0 ? [DEFAULT_FIELD_PATH] : fieldPaths
  for (const path of paths) {
    for (const slot of slotsAt(resource, path, options.create ? madeFor(value) : undefined)) {
      setValue(slot, value, { options, budget, report: (mistyped) => report(resource, mistyped) })
    }
  }
}

interface Copying extends Watch {
  readonly target: TargetSelector
}

function slotsAt(resource: Resource, path: string, made: Made): Slot[] {
  const what = made === undefined ? 'find' : 'find or create'
  const problem = `unable to ${what} field ${quoteGo(path)} in replacement target`
  const parts = splitFieldPath(path)
  const hint = (): string | undefined => fieldHint(resource.value, parts)
  let slots: Slot[]
  try {
    slots = findTargets(resource.value, parts, made)
  } catch (error) {
    throw wrapFailure(error, (message) => `${problem}: ${message}`)
  }
  if (slots.length === 0) throw new KustomizeError({ code: 'no-match', message: problem, hint: hint() })
  return slots
}

const MADE = { MappingNode: 'map', SequenceNode: 'list', ScalarNode: 'scalar' } as const

function madeFor(value: Json): Made {
  return MADE[nodeKind(value)]
}

interface Setting {
  readonly options: FieldOptions
  readonly budget: CopyBudget
  readonly report: (mistyped: Mistyped) => void
}

function setValue(slot: Slot, value: Json, { options, budget, report }: Setting): void {
  const { delimiter = '', index = 0 } = options
  const old = slot.get()
  const isScalar = nodeKind(old) === 'ScalarNode'
  if (delimiter !== '' && !isScalar) throw delimiterMisused()
  if (!isScalar) {
    budget.spend(value)
    return slot.set(copyJson(value))
  }
  const text = delimiter === '' ? scalarText(value) : joined(scalarText(old), textOfNode(value), { delimiter, index })
  budget.spend(text)
  slot.set(slot.isUntyped ? untypedScalar(text) : withTextOfType(old, text, report))
}

// Where a part is replaced, null counts as an empty text.
function textOfNode(value: Json): string {
  return isNull(value) ? '' : scalarText(value)
}

/** A text with one of its parts replaced; one more in front of them or behind for an index outside. */
function joined(
  text: string,
  part: string,
  { delimiter, index }: { readonly delimiter: string; readonly index: number },
): string {
  const parts = text.split(delimiter)
  if (index < 0) parts.unshift(part)
  else if (index >= parts.length) parts.push(part)
  else parts[index] = part
  return parts.join(delimiter)
}
