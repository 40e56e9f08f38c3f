import { fieldList } from '../fields/field.ts'
import { withText } from '../fields/scalar.ts'
import { type Update, updateField } from '../fields/update.ts'
import type { FieldSpec } from '../file/types.ts'
import { type GvkSelector, isSelectedGvk } from '../resource/gvk.ts'
import { scalarText } from '../resource/json.ts'
import type { Transform } from '../resource/list.ts'
import type { Resource } from '../resource/resource.ts'

/** What the step for prefixes is told. */
export interface PrefixConfig {
  readonly prefix?: string | undefined
  readonly fieldSpecs: readonly FieldSpec[]
}

/** What the step for suffixes is told. */
export interface SuffixConfig {
  readonly suffix?: string | undefined
  readonly fieldSpecs: readonly FieldSpec[]
}

/** Puts a text before every name: `namePrefix`. */
export function prefixTransformer({ prefix = '', fieldSpecs }: PrefixConfig): Transform {
  return affixTransformer(fieldSpecs, {
    change: (value, isQuoted) => withText(value, prefix + scalarText(value), isQuoted),
    remember: (resource) => remember(resource, resource.prefixes, prefix),
  })
}

/** Puts a text behind every name: `nameSuffix`. */
export function suffixTransformer({ suffix = '', fieldSpecs }: SuffixConfig): Transform {
  return affixTransformer(fieldSpecs, {
    change: (value, isQuoted) => withText(value, scalarText(value) + suffix, isQuoted),
    remember: (resource) => remember(resource, resource.suffixes, suffix),
  })
}

/** Kinds whose names stay as they are. */
const KEPT: readonly GvkSelector[] = [
  { kind: 'CustomResourceDefinition' },
  { group: 'apiregistration.k8s.io', kind: 'APIService' },
  { kind: 'Namespace' },
]

interface Affix {
  readonly change: Update
  readonly remember: (resource: Resource) => void
}

function affixTransformer(fieldSpecs: readonly FieldSpec[], affix: Affix): Transform {
  const list = fieldList(fieldSpecs)
  return (resources) => {
    for (const resource of resources) {
      const { gvk } = resource.originalId()
      if (KEPT.some((selector) => isSelectedGvk(gvk, selector))) continue
      for (const field of list.fields) {
        if (!isSelectedGvk(gvk, field.spec)) continue
        if (field.spec.path === 'metadata/name') affix.remember(resource)
        if (isSelectedGvk(resource.gvk, field.spec)) updateField(resource, field, affix.change, 'text')
      }
    }
  }
}

// The reference keeps these texts in one line, parted by commas.
function remember(resource: Resource, affixes: string[], text: string): void {
  if (text === '') return
  affixes.push(...text.split(','))
  resource.rememberId()
}
