import { byteLength, checkDnsSubdomain, checkQualifiedName, type KubeObject } from '#kube'
import { addInvalid, addRequired, addTooLong, checkUnchanged, type Findings } from '../check/finding.ts'
import { isSameGo } from '../equal.ts'
import { asMap, isSet, mapAt, numberAt, textAt } from '../read.ts'
import { eventToCore } from './convert.ts'

/** Checks an event of core/v1: where it lives (core legacyValidateEvent). */
export function checkEvent(found: Findings, object: KubeObject): void {
  const involved = textAt(mapAt(object, 'involvedObject'), 'namespace')
  const namespace = textAt(asMap(object.metadata), 'namespace')
  if (involved === '') {
    if (namespace !== '' && namespace !== 'default' && namespace !== 'kube-system') {
      addInvalid(found, 'involvedObject.namespace', involved, 'does not match event.namespace')
    }
  } else if (involved !== namespace) {
    addInvalid(found, 'involvedObject.namespace', involved, 'does not match event.namespace')
  }
  for (const key of ['reportingComponent'] as const) {
    const value = textAt(object, key)
    if (value !== '') addInvalid(found, key, value, ...checkQualifiedName(value))
  }
}

/** Checks an event of events.k8s.io/v1 (events ValidateEventCreate). */
export function checkNewEvent(found: Findings, object: KubeObject): void {
  checkEvent(found, eventToCore(object))
  if (!isSet(object, 'eventTime')) {
    if (!isSet(object, 'deprecatedFirstTimestamp')) addRequired(found, 'eventTime')
    return
  }
  checkReporter(found, object)
  if (textAt(object, 'action') === '') addRequired(found, 'action')
  if (textAt(object, 'reason') === '') addRequired(found, 'reason')
  for (const field of ['action', 'reason'] as const) {
    if (byteLength(textAt(object, field)) > 128) addInvalid(found, field, '', 'can have at most 128 characters')
  }
  if (byteLength(textAt(object, 'note')) > 1024) addInvalid(found, 'note', '', 'can have at most 1024 characters')
  const type = textAt(object, 'type')
  if (type !== 'Normal' && type !== 'Warning') addInvalid(found, 'type', '', `has invalid value: ${type}`)
  checkSeries(found, object)
}

/** Checks what may not change in an event of events.k8s.io/v1 (events ValidateEventUpdate). */
export function checkNewEventUpdate(found: Findings, object: KubeObject, old: KubeObject): void {
  if (!isSet(object, 'eventTime')) return
  for (const field of fixedFields)
    checkUnchanged(found, field, object[field] ?? null, isSameGo(object[field], old[field]))
}

const fixedFields = [
  'regarding',
  'reason',
  'note',
  'type',
  'eventTime',
  'action',
  'related',
  'reportingController',
  'reportingInstance',
]

function checkReporter(found: Findings, object: KubeObject): void {
  const controller = textAt(object, 'reportingController')
  if (controller === '') addRequired(found, 'reportingController')
  else addInvalid(found, 'reportingController', controller, ...checkQualifiedName(controller))
  const instance = textAt(object, 'reportingInstance')
  if (instance === '') addRequired(found, 'reportingInstance')
  else if (byteLength(instance) > 128) addTooLong(found, 'reportingInstance', 128)
  const namespace = textAt(mapAt(object, 'regarding'), 'namespace')
  if (namespace !== '') addInvalid(found, 'regarding.namespace', namespace, ...checkDnsSubdomain(namespace))
}

function checkSeries(found: Findings, object: KubeObject): void {
  if (!isSet(object, 'series')) return
  const series = mapAt(object, 'series')
  if ((numberAt(series, 'count') ?? 0) < 2) addInvalid(found, 'series.count', '', 'should be at least 2')
  if (!isSet(series, 'lastObservedTime')) addRequired(found, 'series.lastObservedTime')
}
