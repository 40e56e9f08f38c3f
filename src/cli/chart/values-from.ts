import { type Client, ClientError, coreType } from '#client'
import { type KubeObject, StatusError, textAt } from '#kube'
import { mergeLayers, type ValuesLayer } from '#render'
import { type Compat, decryptValues, parseValues } from '#source'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import { sessionClock } from '../release/clock.ts'
import { linkCluster } from '../release/connect.ts'
import type { GlobalInput } from './helm-environment.ts'
import { keyPlaces } from './key-places.ts'
import { parseReference, type ValuesReference } from './values-reference.ts'

/** What reading takes. */
interface Reading {
  readonly flags: GlobalInput
  readonly compat: Compat
  readonly session: Session
}

/**
 * The layers of `--values-from`, in the order given: texts of ConfigMaps and Secrets of the cluster, and of environment
 * variables. The cluster is only asked when one of them is of it. Throws CliError `usage`, `input`, and what the client and
 * the reading of values throw.
 */
export async function readValuesFrom(texts: readonly string[], reading: Reading): Promise<ValuesLayer[]> {
  const cluster = new LazyCluster(reading)
  const layers: ValuesLayer[] = []
  for (const reference of texts.map(parseReference)) {
    const text = await textOf(reference, reading, cluster)
    if (text !== undefined) layers.push(await layerOf(reference, text, reading))
  }
  return layers
}

/** The connection, made when it is needed. */
class LazyCluster {
  readonly #reading: Reading
  #link: ReturnType<typeof linkCluster> | undefined

  constructor(reading: Reading) {
    this.#reading = reading
  }

  link(): ReturnType<typeof linkCluster> {
    const { flags, session } = this.#reading
    this.#link ??= linkCluster(flags, session, { clock: sessionClock(session) })
    return this.#link
  }
}

async function textOf(
  reference: ValuesReference,
  { session }: Reading,
  cluster: LazyCluster,
): Promise<string | undefined> {
  const text = reference.kind === 'env' ? session.environment[reference.name] : await objectText(reference, cluster)
  if (text !== undefined || reference.isOptional) return text
  const what = reference.kind === 'env' ? `the variable ${reference.name}` : `the key ${reference.key}`
  throw new CliError('input', `--values-from ${reference.text} – ${what} is missing`, {
    hint: 'a ? behind it lets it be missing',
  })
}

async function objectText(reference: ValuesReference, cluster: LazyCluster): Promise<string | undefined> {
  const { client, namespace } = await cluster.link()
  const object = await readObject(client, reference, reference.namespace ?? namespace)
  if (object === undefined) return undefined
  const data = textAt(object, 'data', reference.key)
  if (reference.kind === 'secret') return data === '' ? undefined : Buffer.from(data, 'base64').toString('utf8')
  const binary = textAt(object, 'binaryData', reference.key)
  if (binary !== '') return Buffer.from(binary, 'base64').toString('utf8')
  return data === '' ? undefined : data
}

async function readObject(
  client: Client,
  { kind, name, text, isOptional }: ValuesReference,
  namespace: string,
): Promise<KubeObject | undefined> {
  const type = kind === 'secret' ? coreType('secrets', 'Secret') : coreType('configmaps', 'ConfigMap')
  try {
    return await client.get(type, { namespace, name })
  } catch (error) {
    if (error instanceof StatusError && error.code === 'NotFound' && isOptional) return undefined
    if (error instanceof ClientError) error.message = `--values-from ${text}: ${error.message}`
    if (!(error instanceof StatusError)) throw error
    throw new CliError('input', `--values-from ${text}: ${error.message}`, { cause: error })
  }
}

async function layerOf(reference: ValuesReference, text: string, reading: Reading): Promise<ValuesLayer> {
  const { path, kind } = reference
  const origin = { kind: 'from', file: `--values-from ${reference.text}`, isSecret: kind === 'secret' } as const
  const { compat, session } = reading
  if (path !== undefined) {
    const layer: ValuesLayer = { origin: { kind: 'set-literal' }, expression: `${path}=${text}` }
    return { origin, values: mergeLayers([layer], { compat }) }
  }
  const decrypted = await decryptValues(text, { file: origin.file, compat, ...keyPlaces(session) })
  if (decrypted !== undefined) return { origin: { ...origin, isSecret: true }, values: decrypted }
  return { origin, values: parseValues(text, { file: origin.file, compat }) }
}
