import { compareQuantities, type JsonObject, type KubeObject, parseQuantity, printQuantity } from '#kube'
import { addDuplicate, addForbidden, addInvalid, addRequired, type Findings } from '../check/finding.ts'
import { canonizeResources } from '../check/quantity.ts'
import { mapAt, mapsAt, scalarText, textAt } from '../read.ts'
import { checkResourceName } from '../template/resources.ts'

/** Limits and requests that are not told follow from those that are (mutates; core SetDefaults_LimitRangeItem). */
export function defaultLimitRange(object: KubeObject): void {
  for (const item of mapsAt(mapAt(object, 'spec'), 'limits')) {
    for (const list of lists) canonizeResources(item[list])
    if (textAt(item, 'type') !== 'Container') continue
    fill(item, 'default', ['max'])
    fill(item, 'defaultRequest', ['default', 'min'])
  }
}

/** Checks bounds and defaults against each other (core ValidateLimitRange). */
export function checkLimitRange(found: Findings, object: KubeObject): void {
  const seen = new Set<string>()
  for (const [at, item] of mapsAt(mapAt(object, 'spec'), 'limits').entries()) {
    const field = `spec.limits[${at}]`
    const type = textAt(item, 'type')
    if (type === '') addRequired(found, `${field}.type`)
    if (seen.has(type)) addDuplicate(found, `${field}.type`, type)
    seen.add(type)
    checkItem(found, item, field)
  }
}

const lists = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const

function fill(item: JsonObject, list: string, sources: readonly string[]): void {
  for (const source of sources) {
    for (const [name, value] of Object.entries(mapAt(item, source))) {
      const target = mapAt(item, list)
      if (!Object.hasOwn(target, name)) item[list] = { ...target, [name]: value }
    }
  }
}

function checkItem(found: Findings, item: JsonObject, field: string): void {
  const type = textAt(item, 'type')
  if (type === 'Pod') {
    for (const key of ['default', 'defaultRequest']) {
      if (Object.keys(mapAt(item, key)).length > 0) {
        addForbidden(found, `${field}.${key}`, "may not be specified when `type` is 'Pod'")
      }
    }
  }
  const names = new Set(lists.flatMap((list) => Object.keys(mapAt(item, list))))
  for (const name of names) {
    if (type === 'Container' || type === 'Pod') checkResourceName(found, name, `${field}.max[${name}]`)
    checkOrder(found, item, { name, field })
  }
  if (type === 'PersistentVolumeClaim' && !names.has('storage')) {
    addRequired(
      found,
      `${field}.limits`,
      'either minimum or maximum storage value is required, but neither was provided',
    )
  }
}

interface Named {
  readonly name: string
  readonly field: string
}

/** Which list may not be above which, for one resource. */
const orders = [
  ['min', 'max', 'min', 'min value', 'max value'],
  ['defaultRequest', 'default', 'defaultRequest', 'default request value', 'default value'],
  ['min', 'defaultRequest', 'defaultRequest', 'min value', 'default request value'],
  ['defaultRequest', 'max', 'defaultRequest', 'default request value', 'max value'],
  ['min', 'default', 'default', 'min value', 'default value'],
  ['default', 'max', 'default', 'default value', 'max value'],
] as const

function checkOrder(found: Findings, item: JsonObject, { name, field }: Named): void {
  for (const [low, high, at, lowName, highName] of orders) {
    const [least, most] = [low, high].map((list) => parseQuantity(scalarText(mapAt(item, list)[name])))
    if (least === undefined || most === undefined || compareQuantities(least, most) <= 0) continue
    const value = printQuantity(at === low ? least : most)
    const detail = `${lowName} ${printQuantity(least)} is greater than ${highName} ${printQuantity(most)}`
    addInvalid(found, `${field}.${at}[${name}]`, value, detail)
  }
}
