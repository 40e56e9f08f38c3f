import { KustomizeError } from '../error.ts'
import { fieldList } from '../fields/field.ts'
import { located, updateField } from '../fields/update.ts'
import type { FieldSpec, Var } from '../file/types.ts'
import { fieldHint, resourceHint } from '../patches/hint.ts'
import { copyBudget } from '../resource/budget.ts'
import { isObject, type Json } from '../resource/json.ts'
import type { ResourceList } from '../resource/list.ts'
import type { Resource } from '../resource/resource.ts'
import { expand } from './expand.ts'
import { dottedParts, valueAt } from './field-value.ts'
import { type VarSet, varText } from './var-set.ts'
import { type VarValue, varValueOf } from './var-value.ts'

/**
 * Replaces `$(NAME)` of the vars in the fields of the table. Mutates the resources; gives the names of vars that stood
 * nowhere. Throws `no-match` for a var without a value, and `bad-value` for a list that holds something else than texts.
 */
export function resolveVars(resources: ResourceList, vars: VarSet, fieldSpecs: readonly FieldSpec[]): string[] {
  const values = valuesOf(resources, vars)
  if (values.size === 0) return []
  const unused = new Set(values.keys())
  const budget = copyBudget('vars')
  const valueOf = (name: string): VarValue | undefined => {
    const value = values.get(name)
    if (value !== undefined) unused.delete(name)
    if (value !== undefined) budget.spend(value.text)
    return value
  }
  const list = fieldList(fieldSpecs)
  for (const resource of resources) {
    for (const field of list.of(resource.gvk)) updateField(resource, field, (value) => expandValue(value, valueOf))
  }
  return [...unused]
}

// A map or list has no text: its var is known, and never replaced.
function valuesOf(resources: ResourceList, vars: VarSet): Map<string, VarValue | undefined> {
  const owners = new Map<string, Resource>()
  for (const resource of resources) {
    for (const name of resource.varNames) if (!owners.has(name)) owners.set(name, resource)
  }
  const sorted = [...vars.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  return new Map(
    sorted.map((each) => {
      const owner = owners.get(each.name)
      if (owner === undefined) throw unknownOwner(each, resources)
      return [each.name, valueOf(each, owner)]
    }),
  )
}

function unknownOwner(each: Var, resources: ResourceList): KustomizeError {
  const { kind = '', name = '' } = each.objref
  const message = `var '${varText(each)}' cannot be mapped to a field in the set of known resources`
  return new KustomizeError({ code: 'no-match', message, hint: resourceHint(resources, { kind, name }) })
}

function valueOf(each: Var, owner: Resource): VarValue | undefined {
  const path = each.fieldref?.fieldPath ?? ''
  const found = valueAt(owner.value, path)
  const value = found === undefined ? 'unreadable' : varValueOf(found)
  if (value !== 'unreadable') return value
  const message = `field specified in var '${varText(each)}' not found in corresponding resource`
  const hint = fieldHint(owner.value, dottedParts(path)) ?? 'write the number in decimal'
  throw located(new KustomizeError({ code: 'no-match', message, hint }), owner)
}

function expandValue(value: Json, valueOf: (name: string) => VarValue | undefined): Json {
  if (typeof value === 'string') return expandText(value, valueOf)
  if (Array.isArray(value)) {
    for (const [at, element] of value.entries()) {
      if (typeof element !== 'string') throw badElement()
      value[at] = expandText(element, valueOf)
    }
  } else if (isObject(value)) {
    for (const [key, field] of Object.entries(value)) {
      if (typeof field === 'string') value[key] = expandText(field, valueOf)
    }
  }
  return value
}

function expandText(text: string, valueOf: (name: string) => VarValue | undefined): Json {
  const expanded = expand(text, valueOf)
  return typeof expanded === 'string' ? expanded : expanded.json
}

function badElement(): KustomizeError {
  return new KustomizeError({ code: 'bad-value', message: 'invalid value type expect a string' })
}
