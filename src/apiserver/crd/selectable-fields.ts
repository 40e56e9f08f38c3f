import { compileJsonPath, type JsonObject, JsonPathError, type KubeObject } from '#kube'

/** Field labels that a version lets lists be selected by, with their readers: `spec.color` for the path `.spec.color`. */
export function selectableFieldsOf(paths: readonly string[]): Readonly<Record<string, (object: KubeObject) => string>> {
  const readers: Record<string, (object: KubeObject) => string> = {}
  for (const path of paths) {
    const find = searchOf(path)
    if (find !== undefined) readers[path.replace(/^\./, '')] = (object) => textOf(find(object)[0])
  }
  return readers
}

function searchOf(path: string): ((object: JsonObject) => readonly unknown[]) | undefined {
  try {
    return compileJsonPath(path)
  } catch (cause) {
    if (cause instanceof JsonPathError) return undefined
    throw cause
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}
