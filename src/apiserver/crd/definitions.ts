import type { Kind } from '#kinds'
import { mapAt, textAt } from '#kinds'
import { type Clock, copyOf, isTerminating, type KubeObject, StatusError, sameJson } from '#kube'
import type { ObjectChange, Registry } from '../contract/registry.ts'
import { metaText } from '../registry/core.ts'
import { cleanUp } from './clean-up.ts'
import { conditionsOf, definitionPlace, isConditionTrue, namesOf } from './definition.ts'
import { type KindParts, kindsOf } from './kinds-of.ts'
import { settle } from './settle.ts'
import { server, targetOf } from './write-status.ts'

/** What keeps the kinds of definitions. */
export interface DefinitionsOptions {
  readonly registry: Registry
  readonly clock: Clock
  /** What the kinds of one definition are made with. */
  partsOf(definition: KubeObject): KindParts
  readonly onError: (error: unknown) => void
}

/** Follows the definitions from `start` to `close`. */
export interface Definitions {
  /** Resolves when every definition that is stored has its kinds. */
  start(): Promise<void>
  close(): void
}

/**
 * Makes kinds of definitions as they come, change and go: accepts their names, establishes them, puts their kinds into the
 * table, and cleans up behind those that are deleted. One definition of a group after the other: names are given once.
 */
export function createDefinitions(options: DefinitionsOptions): Definitions {
  const { registry } = options
  const book: Book = {
    options,
    kind: definitionKindOf(registry),
    published: new Map(),
    queues: new Map(),
    cleaning: new Set(),
  }
  let stop = (): void => {}
  return {
    async start() {
      stop = registry.observe(book.kind, (change) => take(book, change))
      await Promise.all(book.queues.values())
    },
    close() {
      stop()
      book.isClosed = true
    },
  }
}

/** What is known of the definitions. */
interface Book {
  readonly options: DefinitionsOptions
  readonly kind: Kind
  /** What the kinds in the table were made of, by name of the definition. */
  readonly published: Map<string, string>
  /** Work under way, by group. */
  readonly queues: Map<string, Promise<void>>
  /** Identities of definitions that are cleaned up behind. */
  readonly cleaning: Set<string>
  isClosed?: boolean
}

function definitionKindOf({ kinds }: Registry): Kind {
  const kind = kinds.find(definitionPlace.group, definitionPlace.version, definitionPlace.plural)
  if (kind === undefined) throw new Error('definitions - customresourcedefinitions - expected a kind of that name')
  return kind
}

function take(book: Book, { type, object }: ObjectChange): void {
  const group = groupOf(object)
  if (type === 'DELETED') {
    withdraw(book, object)
    for (const other of othersOf(book, object)) enqueue(book, group, () => settleOne(book, other.metadata.name))
    return
  }
  publish(book, object)
  if (isTerminating(object)) {
    startCleaning(book, object)
    return
  }
  enqueue(book, group, () => settleOne(book, object.metadata.name))
}

/** Puts the kinds of an established definition into the table, unless they are there as they are. */
function publish({ options, published }: Book, definition: KubeObject): void {
  if (!isConditionTrue(definition, 'Established')) return
  const { kinds } = options.registry
  const [group, { plural }] = [groupOf(definition), namesOf(definition, 'status')]
  if (kinds.all().some((kind) => kind.group === group && kind.plural === plural && kind.isCustom !== true)) return
  const print = fingerprint(definition)
  if (published.get(definition.metadata.name) === print) return
  published.set(definition.metadata.name, print)
  kinds.set(group, plural, kindsOf(definition, options.partsOf(definition)))
}

function fingerprint(definition: KubeObject): string {
  const { generation, uid } = definition.metadata
  const isTerminating = isConditionTrue(definition, 'Terminating')
  return JSON.stringify([uid, generation, mapAt(definition, 'status', 'acceptedNames'), isTerminating])
}

function withdraw({ options, published }: Book, definition: KubeObject): void {
  if (!published.delete(definition.metadata.name)) return
  options.registry.kinds.set(groupOf(definition), namesOf(definition, 'status').plural, [])
}

function enqueue(book: Book, group: string, work: () => Promise<void>): void {
  const { queues, options } = book
  const last = queues.get(group) ?? Promise.resolve()
  const next = last
    .then(() => (book.isClosed === true ? undefined : work()))
    .catch((cause: unknown) => {
      // Deleted meanwhile: its deletion is heard of as well.
      if (!(cause instanceof StatusError && cause.code === 'NotFound')) options.onError(cause)
    })
    .finally(() => {
      if (queues.get(group) === next) queues.delete(group)
    })
  queues.set(group, next)
}

async function settleOne(book: Book, name: string): Promise<void> {
  const { options, kind } = book
  const { registry } = options
  const present = registry.read(kind, '', name)
  if (present === undefined || isTerminating(present)) return
  if (settled(book, copyOf(present)) === undefined) return
  const released = namesOf(present, 'status')
  await registry.update(targetOf(kind, name), (current) => settled(book, current), server)
  const after = registry.read(kind, '', name)
  if (
    after !== undefined &&
    sameJson([...Object.values(released)] as never, [...Object.values(namesOf(after, 'status'))] as never)
  )
    return
  for (const other of othersOf(book, present)) {
    if (!isConditionTrue(other, 'NamesAccepted') && conditionsOf(other).length > 0)
      await settleOne(book, other.metadata.name)
  }
}

/** The definition with its status settled; undefined where that is so already. */
function settled(book: Book, current: KubeObject): KubeObject | undefined {
  if (isTerminating(current)) return undefined
  const before = current['status']
  settle(current, othersOf(book, current), book.options.clock.now())
  return sameJson(before, current['status']) ? undefined : current
}

function startCleaning(book: Book, definition: KubeObject): void {
  const { options, cleaning, kind } = book
  const uid = metaText(definition, 'uid')
  if (cleaning.has(uid)) return
  cleaning.add(uid)
  const { registry, clock, onError } = options
  const isClosed = (): boolean => book.isClosed === true
  cleanUp({ registry, clock, kind, isClosed, parts: options.partsOf(definition) }, definition)
    .catch((cause: unknown) => onError(cause))
    .finally(() => cleaning.delete(uid))
}

function othersOf({ options, kind }: Book, definition: KubeObject): readonly KubeObject[] {
  const group = groupOf(definition)
  return options.registry
    .readAll(kind)
    .filter((other) => other.metadata.name !== definition.metadata.name && groupOf(other) === group)
}

function groupOf(definition: KubeObject): string {
  return textAt(mapAt(definition, 'spec'), 'group')
}
