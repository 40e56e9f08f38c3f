import { type JsonObject, parseQuantity } from '#kube'
import { addForbidden, addInvalid, addRequired, addUnsupported, type Findings } from '../check/finding.ts'
import { isSet, mapAt, numberAt, scalarText, textAt } from '../read.ts'

/** Checks one metric of an autoscaler (autoscaling validateMetricSpec). */
export function checkMetric(found: Findings, metric: JsonObject, field: string): void {
  const type = textAt(metric, 'type')
  if (type === '') addRequired(found, `${field}.type`, 'must specify a metric source type')
  else if (fields[type] === undefined) addUnsupported(found, `${field}.type`, type, Object.keys(fields).toSorted())
  const given = Object.values(fields).filter((key) => isSet(metric, key))
  const [expected] = [fields[type]]
  if (expected !== undefined && !given.includes(expected)) {
    addRequired(found, `${field}.${expected}`, 'must populate information for the given metric source')
  }
  for (const extra of given.filter((key) => key !== expected)) {
    addForbidden(found, `${field}.${extra}`, 'must populate the given metric source only')
  }
  if (expected !== undefined && given.includes(expected))
    checkSource(found, mapAt(metric, expected), `${field}.${expected}`)
}

const fields: Readonly<Record<string, string>> = {
  ContainerResource: 'containerResource',
  External: 'external',
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
}

function checkSource(found: Findings, source: JsonObject, field: string): void {
  const kind = field.slice(field.lastIndexOf('.') + 1)
  if (kind === 'resource' || kind === 'containerResource') {
    if (textAt(source, 'name') === '') addRequired(found, `${field}.name`, 'must specify a resource name')
    if (kind === 'containerResource' && textAt(source, 'container') === '') {
      addRequired(found, `${field}.container`, 'must specify a container')
    }
  } else if (textAt(mapAt(source, 'metric'), 'name') === '') addRequired(found, `${field}.metric.name`)
  checkTarget(found, mapAt(source, 'target'), `${field}.target`)
}

function checkTarget(found: Findings, target: JsonObject, field: string): void {
  const type = textAt(target, 'type')
  if (type === '') addRequired(found, `${field}.type`, 'must specify a metric target type')
  else if (!['AverageValue', 'Utilization', 'Value'].includes(type)) {
    addInvalid(found, `${field}.type`, type, 'must be either Utilization, Value, or AverageValue')
  }
  const utilization = numberAt(target, 'averageUtilization')
  if (utilization !== undefined && utilization < 1) {
    addInvalid(found, `${field}.averageUtilization`, utilization, 'must be greater than 0')
  }
  for (const key of ['value', 'averageValue']) {
    const quantity = parseQuantity(scalarText(target[key]))
    if (quantity !== undefined && quantity.nanos <= 0n)
      addInvalid(found, `${field}.${key}`, target[key], 'must be positive')
  }
  if (!['averageUtilization', 'averageValue', 'value'].some((key) => isSet(target, key))) {
    addRequired(
      found,
      field.replace(/\.target$/, '.target.averageUtilization'),
      'must set either a target raw value or a target utilization',
    )
  }
}
