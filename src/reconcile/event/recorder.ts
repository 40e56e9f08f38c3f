import { type Client, coreType, type ResourceType } from '#client'
import { type Clock, type JsonObject, type KubeObject, microTimeText, StatusError, textAt, timeText } from '#kube'
import { type Correlate, createCorrelator, type Observed } from './correlate.ts'
import type { EventNote, Reference } from './note.ts'
import { createSeriesTable, type Series, type SeriesTable, seriesKey } from './series.ts'
import { createSink, type Sink } from './sink.ts'

export type { EventNote } from './note.ts'

/** Tells an Event about an object. Never throws and never waits. */
export type RecordEvent = (about: KubeObject, note: EventNote) => void

/** With what events are written. */
export interface RecorderOptions {
  readonly client: Client
  readonly clock: Clock
  /** `deployment-controller`. */
  readonly component: string
  /** The node, for what happens on one. */
  readonly host?: string
  /** Nothing is written once it fires. */
  readonly signal?: AbortSignal
}

const events = coreType('events', 'Event')
const series: ResourceType = {
  group: 'events.k8s.io',
  version: 'v1',
  resource: 'events',
  kind: 'Event',
  isNamespaced: true,
}
const SWEEP_MS = 6 * 60_000

interface Desk extends RecorderOptions {
  readonly sink: Sink
  readonly correlate: Correlate
  readonly table: SeriesTable
  readonly signal: AbortSignal
  serial: number
  isSweeping: boolean
}

/**
 * Writes events of one component: those with an action in the form of events.k8s.io, as series; the others in the older
 * form, correlated. A bounded number of writes is under way.
 */
export function createRecorder(options: RecorderOptions): RecordEvent {
  const signal = options.signal ?? new AbortController().signal
  const { clock } = options
  const desk: Desk = {
    ...options,
    signal,
    sink: createSink({ clock, signal }),
    correlate: createCorrelator(clock),
    table: createSeriesTable(),
    serial: firstSerial(options.component),
    isSweeping: false,
  }
  return (about, note) => {
    const regarding = referenceOf(about, note.fieldPath)
    if (note.action === undefined) record(desk, regarding, note)
    else recordSeries(desk, regarding, note)
  }
}

function referenceOf({ apiVersion, kind, metadata }: KubeObject, fieldPath: string | undefined): Reference {
  return {
    kind,
    namespace: textAt(metadata, 'namespace'),
    name: metadata.name,
    uid: textAt(metadata, 'uid'),
    apiVersion,
    resourceVersion: textAt(metadata, 'resourceVersion'),
    ...(fieldPath !== undefined && { fieldPath }),
  }
}

/** Events of objects without a namespace are in `default`. */
function namespaceOf({ namespace }: Reference): string {
  return namespace === '' ? 'default' : namespace
}

/** Two components that speak of one object in the same millisecond must not take the same name. */
function firstSerial(component: string): number {
  let hash = 0
  for (const character of component) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_000
  return hash
}

/** `NAME.` and the time in nanoseconds. */
function nameOf(desk: Desk, { name }: Reference): string {
  const nanos = BigInt(desk.clock.now()) * 1_000_000n + BigInt(desk.serial++ % 1_000_000)
  return `${name}.${nanos.toString(16)}`
}

function record(desk: Desk, regarding: Reference, note: EventNote): void {
  const host = note.host ?? desk.host ?? ''
  const observed = desk.correlate({ component: desk.component, host, regarding, note })
  if (observed === undefined) return
  const nowMs = desk.clock.now()
  const name = observed.name ?? nameOf(desk, regarding)
  observed.keep(name)
  const event = (): KubeObject => eventOf(desk, { regarding, note, host, name, observed, nowMs })
  desk.sink.add(regarding.name, () =>
    observed.name === undefined ? desk.client.create(events, event()) : countUp(desk, event()),
  )
}

interface Occasion {
  readonly regarding: Reference
  readonly note: EventNote
  readonly host: string
  readonly name: string
  readonly observed: Observed
  readonly nowMs: number
}

function eventOf({ component }: Desk, { regarding, note, host, name, observed, nowMs }: Occasion): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace: namespaceOf(regarding) },
    involvedObject: { ...regarding },
    reason: note.reason,
    message: observed.message,
    type: note.type,
    count: observed.count,
    firstTimestamp: timeText(observed.firstMs),
    lastTimestamp: timeText(nowMs),
    source: { component, ...(host !== '' && { host }) },
    reportingComponent: component,
    reportingInstance: host,
  }
}

/** One that was forgotten in the meantime is made again. */
async function countUp({ client }: Desk, event: KubeObject): Promise<void> {
  const { name } = event.metadata
  const { count, lastTimestamp, message } = event as KubeObject & JsonObject
  const body: JsonObject = { count: count ?? 1, lastTimestamp: lastTimestamp ?? '', message: message ?? '' }
  try {
    await client.patch(events, { namespace: textAt(event, 'metadata', 'namespace'), name }, { type: 'merge', body })
  } catch (error) {
    if (!(error instanceof StatusError) || error.code !== 'NotFound') throw error
    await client.create(events, event)
  }
}

function recordSeries(desk: Desk, regarding: Reference, note: EventNote): void {
  const nowMs = desk.clock.now()
  const name = nameOf(desk, regarding)
  const place = `${namespaceOf(regarding)}/${name}`
  const repeated = desk.table.take(seriesKey(desk.component, regarding, note), place, nowMs)
  if (repeated === undefined)
    desk.sink.add(regarding.name, () => desk.client.create(series, seriesEvent(desk, { regarding, note, name, nowMs })))
  else if (repeated.series !== undefined) writeSeries(desk, repeated.series)
  planSweep(desk)
}

function seriesEvent(
  { component, host }: Desk,
  { regarding, note, name, nowMs }: Pick<Occasion, 'regarding' | 'note' | 'name' | 'nowMs'>,
): KubeObject {
  const { action = '', related } = note
  return {
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    metadata: { name, namespace: namespaceOf(regarding) },
    eventTime: microTimeText(nowMs),
    reportingController: component,
    reportingInstance: `${component}-${note.host ?? host ?? 'berth'}`,
    action,
    reason: note.reason,
    regarding: { ...regarding },
    ...(related !== undefined && { related: { ...referenceOf(related, undefined) } }),
    note: note.message,
    type: note.type,
  }
}

function writeSeries({ client, sink }: Desk, { name: place, count, lastObservedTime }: Series): void {
  const slash = place.indexOf('/')
  const [namespace, name] = [place.slice(0, slash), place.slice(slash + 1)]
  const body: JsonObject = { series: { count, lastObservedTime } }
  sink.add(objectOf(name), () => client.patch(series, { namespace, name }, { type: 'merge', body }))
}

/** An Event is named after its object and a time. */
function objectOf(event: string): string {
  return event.slice(0, event.lastIndexOf('.'))
}

function planSweep(desk: Desk): void {
  if (desk.isSweeping || desk.signal.aborted) return
  desk.isSweeping = true
  const cancel = desk.clock.setTimer(SWEEP_MS, () => {
    desk.signal.removeEventListener('abort', cancel)
    desk.isSweeping = false
    for (const one of desk.table.sweep(desk.clock.now())) writeSeries(desk, one)
    if (desk.table.size > 0) planSweep(desk)
  })
  desk.signal.addEventListener('abort', cancel, { once: true })
}
