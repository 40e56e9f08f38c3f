import type { FieldChange } from './contract.ts'

/** How an object that is made anew differs from the one in whose place it comes: nothing about it is immutable. */
export function fieldsAnew(fields: readonly FieldChange[]): readonly FieldChange[] {
  return fields
    .filter(({ path }) => path !== '/metadata/name')
    .map((field) => {
      const { immutable: _, ...rest } = field
      return rest
    })
}
