import { checkHeaderName, checkPortName, checkPortNumber, type Json, type JsonObject } from '#kube'
import {
  addForbidden,
  addInvalid,
  addRequired,
  addUnsupported,
  checkNotNegative,
  type Findings,
} from '../check/finding.ts'
import { isSet, mapAt, mapsAt, numberAt, textAt, textsAt } from '../read.ts'

/** Checks the three probes of a container. */
export function checkProbes(found: Findings, container: JsonObject, field: string): void {
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    if (!isSet(container, name)) continue
    const probe = mapAt(container, name)
    checkProbe(found, probe, `${field}.${name}`)
    const successes = numberAt(probe, 'successThreshold')
    if (name !== 'readinessProbe' && successes !== undefined && successes !== 1) {
      addInvalid(found, `${field}.${name}.successThreshold`, successes, 'must be 1')
    }
    if (name === 'readinessProbe' && isSet(probe, 'terminationGracePeriodSeconds')) {
      const value = numberAt(probe, 'terminationGracePeriodSeconds') ?? 0
      addInvalid(found, `${field}.${name}.terminationGracePeriodSeconds`, value, 'must not be set for readinessProbes')
    }
  }
}

/** Checks what runs after a container starts and before it stops. */
export function checkLifecycle(found: Findings, lifecycle: JsonObject, { field, graceSeconds }: LifecyclePlace): void {
  for (const hook of ['postStart', 'preStop']) {
    if (!isSet(lifecycle, hook)) continue
    checkHandler(found, mapAt(lifecycle, hook), { field: `${field}.${hook}`, words: hookWords })
    if (isSet(mapAt(lifecycle, hook), 'sleep')) {
      checkSleep(found, mapAt(lifecycle, hook, 'sleep'), { field: `${field}.${hook}.sleep`, graceSeconds })
    }
  }
}

/** Where hooks stand, and how long the pod has to stop. */
export interface LifecyclePlace {
  readonly field: string
  readonly graceSeconds: number
}

function checkSleep(found: Findings, sleep: JsonObject, { field, graceSeconds }: LifecyclePlace): void {
  const seconds = numberAt(sleep, 'seconds') ?? 0
  if (seconds >= 0 && seconds <= graceSeconds) return
  const detail = `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`
  addInvalid(found, field, seconds, detail)
}

const probeWords = ['exec', 'httpGet', 'tcpSocket', 'grpc']
const hookWords = ['exec', 'httpGet', 'tcpSocket', 'sleep']

function checkProbe(found: Findings, probe: JsonObject, field: string): void {
  checkHandler(found, probe, { field, words: probeWords })
  for (const key of [
    'initialDelaySeconds',
    'timeoutSeconds',
    'periodSeconds',
    'successThreshold',
    'failureThreshold',
  ]) {
    checkNotNegative(found, `${field}.${key}`, numberAt(probe, key))
  }
  const grace = numberAt(probe, 'terminationGracePeriodSeconds')
  if (grace !== undefined && grace <= 0) {
    addInvalid(found, `${field}.terminationGracePeriodSeconds`, grace, 'must be greater than 0')
  }
}

interface HandlerPlace {
  readonly field: string
  readonly words: readonly string[]
}

function checkHandler(found: Findings, handler: JsonObject, { field, words }: HandlerPlace): void {
  const given = words.filter((word) => isSet(handler, word))
  if (given.length === 0) addRequired(found, field, 'must specify a handler type')
  for (const extra of given.slice(1)) {
    addForbidden(found, `${field}.${extra}`, 'may not specify more than 1 handler type')
  }
  const [first] = given
  if (first !== undefined) handlers[first]?.(found, mapAt(handler, first), `${field}.${first}`)
}

const handlers: Readonly<Record<string, (found: Findings, handler: JsonObject, field: string) => void>> = {
  exec: (found, handler, field) => {
    if (textsAt(handler, 'command').length === 0) addRequired(found, `${field}.command`)
  },
  httpGet: checkHttp,
  tcpSocket: (found, handler, field) => checkPort(found, handler['port'], `${field}.port`),
  grpc: (found, handler, field) => checkPort(found, handler['port'], `${field}.port`),
}

function checkHttp(found: Findings, handler: JsonObject, field: string): void {
  if (textAt(handler, 'path') === '') addRequired(found, `${field}.path`)
  checkPort(found, handler['port'], `${field}.port`)
  const scheme = textAt(handler, 'scheme')
  if (scheme !== 'HTTP' && scheme !== 'HTTPS') addUnsupported(found, `${field}.scheme`, scheme, ['HTTP', 'HTTPS'])
  for (const header of mapsAt(handler, 'httpHeaders')) {
    const name = textAt(header, 'name')
    addInvalid(found, `${field}.httpHeaders`, name, ...checkHeaderName(name))
  }
}

function checkPort(found: Findings, port: Json | undefined, field: string): void {
  if (typeof port === 'string') addInvalid(found, field, port, ...checkPortName(port))
  else addInvalid(found, field, port ?? 0, ...checkPortNumber(typeof port === 'number' ? port : 0))
}
