import { alreadyExists, copyOf, generateNameConflict, type KubeObject, StatusError, timeText } from '#kube'
import { withoutRevision } from '../cache/object-text.ts'
import { type Core, cacheOf, keyOf, metaText, resourceOf } from '../core.ts'
import { dropDuplicateOwners } from '../metadata/owner-references.ts'
import { ensureNamespace, generatedName, wipeSystemFields } from '../metadata/system-fields.ts'
import { mutate, validate } from './admit.ts'
import { beginHooks } from './begin-hooks.ts'
import { checkNew, strategyContext } from './check.ts'
import { trackFields } from './managed-fields.ts'
import { isConflict, isTooLarge, put } from './put.ts'
import type { Kept, WriteRequest, Written } from './write-request.ts'

/** Creates an object (mutates `object`): metadata, defaults, admission, validation, store. Throws what the API refuses. */
export async function createObject(core: Core, write: WriteRequest, object: KubeObject): Promise<Written> {
  const { kind } = write
  wipeSystemFields(object)
  ensureNamespace(object, kind.scope === 'Namespaced' ? write.namespace : '')
  dropDuplicateOwners(object, 'before-admission', write.warn)
  kind.strategy.defaults?.(object)
  const tracked = trackFields(core, write, undefined, object)
  const admitted = (await mutate(core, write, { operation: 'CREATE', object: tracked })) ?? tracked
  dropDuplicateOwners(admitted, 'after-admission', write.warn)
  return createAdmitted(core, write, admitted)
}

/** The part of a create behind mutating admission: also what a PUT or apply of a missing object runs. */
export async function createAdmitted(core: Core, write: WriteRequest, object: KubeObject): Promise<Written> {
  try {
    return await createNamed(core, write, object)
  } catch (cause) {
    if (!isTooLarge(cause) || object.metadata['managedFields'] === undefined) throw cause
    delete object.metadata['managedFields']
    return createNamed(core, write, object)
  }
}

const maxAttempts = 8

async function createNamed(core: Core, write: WriteRequest, object: KubeObject): Promise<Written> {
  const base = metaText(object, 'generateName')
  if (base === '' || metaText(object, 'name') !== '') return attempt(core, write, object)
  for (let tries = 1; ; tries++) {
    const copy = copyOf(object)
    copy.metadata.name = generatedName(base, core.random)
    try {
      return await attempt(core, write, copy)
    } catch (cause) {
      if (!(cause instanceof StatusError) || cause.code !== 'AlreadyExists') throw cause
      if (tries === maxAttempts) throw generateNameConflict(resourceOf(write.kind), copy.metadata.name, 1)
    }
  }
}

async function attempt(core: Core, write: WriteRequest, object: KubeObject): Promise<Written> {
  const { kind } = write
  object.metadata['creationTimestamp'] = timeText(core.clock.now())
  object.metadata['uid'] = core.newUid()
  const outcome = await beginHooks(core, { kind, object, old: undefined, dryRun: write.dryRun, subresource: '' })
  try {
    kind.strategy.prepareForCreate?.(object, strategyContext(core, write))
    if (!write.isInternal) checkNew(core, write, object)
    await validate(core, write, { operation: 'CREATE', object })
    const kept = await store(core, write, object)
    await outcome.commit()
    return { ...kept, isCreated: true }
  } catch (cause) {
    await outcome.rollback()
    throw cause
  }
}

async function store(core: Core, write: WriteRequest, object: KubeObject): Promise<Kept> {
  const { kind } = write
  // The storage says this, which a dry run never reaches.
  if (!write.dryRun && metaText(object, 'resourceVersion') !== '') throw versionSet()
  const key = keyOf(kind, metaText(object, 'namespace'), object.metadata.name)
  const present = cacheOf(core, kind).get(key)
  if (present !== undefined) throw exists(write, object.metadata.name, present.text)
  if (write.dryRun) return { text: withoutRevision(object) }
  try {
    return await put(core, kind, key, { object, expect: 0 })
  } catch (cause) {
    if (!isConflict(cause)) throw cause
    throw exists(write, object.metadata.name, Buffer.from(cause.present?.value ?? []).toString())
  }
}

function exists({ kind }: WriteRequest, name: string, present: string): StatusError {
  const refusal = alreadyExists(resourceOf(kind), name)
  if (!present.includes('"deletionTimestamp":"')) return refusal
  return new StatusError({ ...refusal.status, message: `object is being deleted: ${refusal.message}` })
}

function versionSet(): StatusError {
  return new StatusError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'resourceVersion should not be set on objects to be created',
    code: 500,
  })
}
