import type { KubeObject } from '#kube'
import type { Edit } from './pod-edits.ts'
import type { Random } from './random.ts'

/** One of the generated kinds. */
export interface GeneratedKind {
  readonly apiVersion: string
  readonly kind: string
  readonly resource: string
  readonly group: string
  readonly version: string
  make(name: string, random: Random): KubeObject
  readonly edits: readonly Edit[]
  /** Changes that the server refuses. */
  readonly refused: readonly Edit[]
}
