import type { GroupVersionKind, KubeObject } from '#kube'

/** A subresource whose body is of another kind than the object it writes: admission sees the body. */
export interface View {
  readonly gvk: GroupVersionKind
  /** The body that shows an object. */
  of(object: KubeObject): KubeObject
  /** The object (mutated) with what a body says. */
  into(object: KubeObject, body: KubeObject): KubeObject
}
