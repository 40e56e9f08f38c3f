import type { FieldSpec } from '../file/types.ts'

/** Fields that `images` changes, beside every `containers` and `initContainers` list. */
export const IMAGES_FIELDS: readonly FieldSpec[] = ['spec', 'spec/template/spec'].flatMap((pod) =>
  ['containers[]/image', 'initContainers[]/image', 'volumes[]/image/reference'].map((place) => ({
    path: `${pod}/${place}`,
    create: true,
  })),
)
