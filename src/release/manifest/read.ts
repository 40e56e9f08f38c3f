import { ClientError } from '#client'
import type { Json, KubeObject } from '#kube'
import { loadObject } from '#yaml'
import type { ManifestObject } from '../contract/apply.ts'
import type { ReleaseWorld } from '../contract/world.ts'
import { ReleaseError } from '../error.ts'
import { objectOf } from './check.ts'
import { documentsOf, ended, type ManifestDocument } from './document.ts'
import { type Served, servedForm } from './moved.ts'
import { unfold } from './unfold.ts'

/** Where objects go, and what is served there. */
export type ManifestWorld = Pick<ReleaseWorld, 'mapper' | 'namespace'>

/**
 * The objects of a manifest in its order: namespaces filled in, lists unfolded. `source` names documents that do not name
 * theirs. Throws ReleaseError `bad-manifest`, with the place, for what is no object or of a kind that the server does not
 * have: one error for all of them, in Helm's words.
 */
export function readManifest(text: string, world: ManifestWorld, source = ''): Promise<readonly ManifestObject[]> {
  return readObjects(text, source, async (object) =>
    placed({ object, type: await typeOf(object, world.mapper) }, world),
  )
}

/**
 * The same for the manifest of a record that may be old: kinds that have moved on are read at the version that is served
 * now, and those that are served no more are left out, since none of their objects can be left.
 */
export function readStored(text: string, world: ManifestWorld): Promise<readonly ManifestObject[]> {
  return readObjects(text, '', async (object) => {
    const served = await servedForm(object, world.mapper)
    return served === undefined ? undefined : placed(served, world)
  })
}

/** Puts an object where it belongs; undefined leaves it out. */
type PlaceObject = (object: KubeObject) => Promise<KubeObject | undefined>

async function readObjects(text: string, source: string, place: PlaceObject): Promise<readonly ManifestObject[]> {
  const objects: ManifestObject[] = []
  const faults: Fault[] = []
  for (const document of documentsOf(text)) {
    const named = document.source === '' ? { ...document, source } : document
    try {
      for (const object of await objectsIn(named, place)) objects.push({ object, source: named.source })
    } catch (error) {
      faults.push({ message: faultOf(error), document: named })
    }
  }
  if (faults.length > 0) throw refusal(faults)
  return objects
}

async function objectsIn({ text }: ManifestDocument, place: PlaceObject): Promise<readonly KubeObject[]> {
  const objects: KubeObject[] = []
  for (const value of unfold(loadObject<Json>(ended(text)))) {
    const object = await place(objectOf(value))
    if (object !== undefined) objects.push(object)
  }
  return objects
}

interface Fault {
  readonly message: string
  readonly document: ManifestDocument
}

function placed({ object, type }: Served, { namespace }: ManifestWorld): KubeObject {
  const own = object.metadata['namespace']
  if (!type.isNamespaced || (typeof own === 'string' && own !== '')) return object
  return { ...object, metadata: { ...object.metadata, namespace } }
}

async function typeOf(
  object: KubeObject,
  mapper: ManifestWorld['mapper'],
): ReturnType<ManifestWorld['mapper']['typeOf']> {
  try {
    return await mapper.typeOf(object)
  } catch (error) {
    if (!(error instanceof ClientError) || error.code !== 'unknown-kind') throw error
    const { name, namespace = '' } = object.metadata
    const where = `resource mapping not found for name: ${JSON.stringify(name)} namespace: ${JSON.stringify(namespace)} from ""`
    throw new UnknownKind(`${where}: ${error.message}\nensure CRDs are installed first`)
  }
}

class UnknownKind extends Error {}

/** What a document did wrong; failures of the cluster are no fault of it. */
function faultOf(error: unknown): string {
  if (error instanceof ClientError || !(error instanceof Error) || error.name === 'StatusError') throw error
  return error.message
}

function refusal(faults: readonly Fault[]): ReleaseError {
  const messages = [...new Set(faults.map(({ message }) => message))]
  const places = faults.map(
    ({ document: { source, number } }) => `${source === '' ? 'the manifest' : source} (document ${number})`,
  )
  return new ReleaseError('bad-manifest', messages.length === 1 ? messages.join('') : `[${messages.join(', ')}]`, {
    hint: `see ${[...new Set(places)].join(', ')}`,
  })
}
