import { isSet, mapAt, textAt } from '#kinds'
import type { Finding, Json } from '#kube'
import { findPathFaults } from './simple-path.ts'

/** What is wrong with the paths of the scale subresource (ValidateCustomResourceDefinitionSubresources). */
export function findSubresourceFaults(subresources: Json | undefined, field: string): readonly Finding[] {
  if (!isSet(mapAt(subresources), 'scale')) return []
  const scale = mapAt(subresources, 'scale')
  const selector = textAt(scale, 'labelSelectorPath')
  return [
    ...pathFaults(textAt(scale, 'specReplicasPath'), `${field}.scale.specReplicasPath`, ['.spec']),
    ...pathFaults(textAt(scale, 'statusReplicasPath'), `${field}.scale.statusReplicasPath`, ['.status']),
    ...(selector === '' ? [] : pathFaults(selector, `${field}.scale.labelSelectorPath`, ['.spec', '.status'])),
  ]
}

function pathFaults(path: string, field: string, roots: readonly string[]): readonly Finding[] {
  if (path === '') return [{ field, type: 'required' }]
  const found = findPathFaults(path, field)
  if (found.length > 0 || roots.some((root) => path.startsWith(`${root}.`))) return found
  const where = roots.length > 1 ? `either ${roots.join(' or ')}` : roots.join('')
  return [{ field, type: 'invalid', value: path, detail: `should be a json path under ${where}` }]
}
