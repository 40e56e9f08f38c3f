import type { Finding } from '#kube'

/** What is wrong with a JSON path in dot notation (validateSimpleJSONPath). */
export function findPathFaults(path: string, field: string): readonly Finding[] {
  if (path === '') return [{ field, type: 'invalid', value: path, detail: 'must not be empty' }]
  if (path.startsWith('.')) return []
  return [{ field, type: 'invalid', value: path, detail: 'must be a simple json path starting with .' }]
}
