import { fieldOf, isMap, type JsonObject, type KubeObject, setField } from '#kube'

/** A Secret as the server keeps it, whose `stringData` goes into `data`; any other object as it is. */
export function withStringData(object: KubeObject): KubeObject {
  const { stringData, ...rest } = object
  if (!isSecret(object) || !isMap(stringData)) return object
  const data: JsonObject = {}
  for (const map of [object['data'], encoded(stringData)]) {
    if (isMap(map)) for (const key of Object.keys(map)) setField(data, key, map[key] as string)
  }
  return { ...rest, data } as KubeObject
}

function encoded(texts: JsonObject): JsonObject {
  const data: JsonObject = {}
  for (const key of Object.keys(texts)) setField(data, key, Buffer.from(`${texts[key] as string}`).toString('base64'))
  return data
}

/** Where a manifest asks for a field of a Secret, where it does so in plain text. */
export function plainPath(path: string, wanted: KubeObject | undefined): string | undefined {
  const [, top = '', key] = path.split('/')
  if (wanted === undefined || !isSecret(wanted) || top !== 'data' || key === undefined) return undefined
  const texts = wanted['stringData']
  const name = key.replaceAll('~1', '/').replaceAll('~0', '~')
  return isMap(texts) && fieldOf(texts, name) !== undefined ? `/stringData/${key}` : undefined
}

function isSecret({ apiVersion, kind }: KubeObject): boolean {
  return kind === 'Secret' && apiVersion === 'v1'
}
