import type { Kind } from '#kinds'
import type { Target } from '../contract/registry.ts'

/** Who the server is where it writes by itself. */
export const server = {
  user: { name: 'system:apiserver', groups: ['system:masters'] },
  isInternal: true,
  fieldManager: 'kube-apiserver',
} as const

/** Where the status of a definition is written. */
export function targetOf(kind: Kind, name: string): Target {
  return { kind, namespace: '', name, subresource: 'status' }
}
