import type { Kind } from '#kinds'
import { schemaOf } from '#kinds'
import { applyServerSide, copyOf, type FieldContext, genericNotFound, isMap, type KubeObject, trackUpdate } from '#kube'
import type { RestAnswer, RestBody, RestCall } from '../../contract/rest.ts'
import { checkScale, scaleView } from '../../subresource/scale.ts'
import { type ExpectedType, readObject } from '../body/read-object.ts'
import { type Core, metaText } from '../core.ts'
import { ensureNamespace } from '../metadata/system-fields.ts'
import { type OptionsKind, type QueryOptions, readQueryOptions, writeRequest } from '../options/write-options.ts'
import { updateObject } from '../write/update.ts'
import { copyAt } from '../write/version.ts'
import type { View } from '../write/view.ts'
import { type PatchType, patchObject } from './apply-patch.ts'
import { entryOf } from './get.ts'
import { checkSameName } from './update.ts'

/** GET of a Scale. */
export async function getScale(core: Core, call: RestCall): Promise<RestAnswer> {
  const view = viewOf(core, call.kind)
  const object = await copyAt(core, call.kind, entryOf(core, call))
  return { status: 200, parts: [JSON.stringify(view.of(object))] }
}

/** PUT of a Scale. */
export function updateScale(core: Core, call: RestCall, body: RestBody): Promise<RestAnswer> {
  const options = readQueryOptions(call, 'UpdateOptions')
  const { fieldValidation } = options
  const scale = readObject(scaleType(), body, { fieldValidation, warn: call.context.warn })
  return writeScale(core, call, { kind: 'UpdateOptions', options, make: () => copyOf(scale) })
}

/** PATCH of a Scale, apply included. */
export function patchScale(core: Core, call: RestCall, body: RestBody): Promise<RestAnswer> {
  const isApply = body.mediaType === 'application/apply-patch+yaml'
  const options = readQueryOptions(call, 'PatchOptions', isApply)
  const strictness = { fieldValidation: options.fieldValidation, warn: call.context.warn }
  const type = body.mediaType as PatchType
  const make = (present: KubeObject) =>
    isApply
      ? applied(core, { present, body, options })
      : patchObject(copyOf(present), { type, body, expected: scaleType(), strictness })
  return writeScale(core, call, { kind: 'PatchOptions', options, make, isApply })
}

/** How a Scale comes to be. */
interface ScaleWrite {
  readonly kind: OptionsKind
  readonly options: QueryOptions
  readonly isApply?: boolean
  make(present: KubeObject): KubeObject
}

async function writeScale(
  core: Core,
  call: RestCall,
  { kind, options, make, isApply = false }: ScaleWrite,
): Promise<RestAnswer> {
  const view = viewOf(core, call.kind)
  const write = writeRequest(call, kind, options)
  const { text } = await updateObject(core, write, {
    view,
    make(present) {
      if (present === undefined) throw genericNotFound()
      const live = view.of(present)
      const scale = make(live)
      ensureNamespace(scale, call.kind.scope === 'Namespaced' ? call.namespace : '')
      checkSameName(scale, call.name)
      // Objects of custom kinds are checked whole.
      if (call.kind.isCustom !== true) checkScale(scale)
      return isApply ? scale : tracked(core, write.fieldManager, live, scale)
    },
  })
  return { status: 200, parts: [JSON.stringify(view.of(JSON.parse(text) as KubeObject))] }
}

function tracked(core: Core, manager: string, live: KubeObject, scale: KubeObject): KubeObject {
  const entries = trackUpdate({ ...scaleContext(core, manager), live, object: scale })
  if (entries === undefined) delete scale.metadata['managedFields']
  else scale.metadata['managedFields'] = entries
  return scale
}

interface ScaleApply {
  readonly present: KubeObject
  readonly body: RestBody
  readonly options: QueryOptions
}

function applied(core: Core, { present, body, options }: ScaleApply): KubeObject {
  const patch = isMap(body.value) ? copyOf(body.value) : {}
  const context = scaleContext(core, options.fieldManager)
  const { object } = applyServerSide({ ...context, live: present, patch, isForced: options.force })
  if (metaText(object, 'resourceVersion') === '') delete object.metadata['resourceVersion']
  return object
}

function scaleContext(core: Core, manager: string): FieldContext {
  const type = scaleType()
  return { gvk: type, schema: type.schema, manager, subresource: 'scale', now: core.clock.now() }
}

function scaleType(): ExpectedType {
  return { group: 'autoscaling', version: 'v1', kind: 'Scale', schema: schemaOf('io.k8s.api.autoscaling.v1.Scale') }
}

function viewOf(core: Core, kind: Kind): View {
  const view = scaleView(kind, core.registry.kinds.all())
  if (view === undefined) throw genericNotFound()
  return view
}
