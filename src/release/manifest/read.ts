import { ClientError } from '#client'
import type { Json, KubeObject } from '#kube'
import { loadObject } from '#yaml'
import type { ManifestObject } from '../contract/apply.ts'
import type { ReleaseWorld } from '../contract/world.ts'
import { ReleaseError } from '../error.ts'
import { objectOf } from './check.ts'
import { documentsOf, type ManifestDocument } from './document.ts'
import { unfold } from './unfold.ts'

/** Where objects go, and what is served there. */
export type ManifestWorld = Pick<ReleaseWorld, 'mapper' | 'namespace'>

/**
 * The objects of a manifest in its order: namespaces filled in, lists unfolded. `source` names documents that do not name
 * theirs. Throws ReleaseError `bad-manifest`, with the place, for what is no object or of a kind that the server does not
 * have: one error for all of them, in Helm's words.
 */
export async function readManifest(
  text: string,
  world: ManifestWorld,
  source = '',
): Promise<readonly ManifestObject[]> {
  const objects: ManifestObject[] = []
  const faults: Fault[] = []
  for (const document of documentsOf(text)) {
    const named = document.source === '' ? { ...document, source } : document
    try {
      for (const value of unfold(loadObject<Json>(document.text))) {
        objects.push({ object: await placed(objectOf(value), world), source: named.source })
      }
    } catch (error) {
      faults.push({ message: faultOf(error), document: named })
    }
  }
  if (faults.length > 0) throw refusal(faults)
  return objects
}

interface Fault {
  readonly message: string
  readonly document: ManifestDocument
}

async function placed(object: KubeObject, { mapper, namespace }: ManifestWorld): Promise<KubeObject> {
  const type = await typeOf(object, mapper)
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
