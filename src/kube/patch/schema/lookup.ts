import type { MergeSchema, MergeSchemas } from './schema.ts'

/** Rows of a table of kinds: the names `apiVersion/kind`, parted by blanks, and what they share. */
export type KindRows = readonly (readonly [kinds: string, schema: MergeSchema])[]

/** The lookup of a table. A name may list versions and kinds: `apps/v1/{DaemonSet,ReplicaSet}`. */
export function lookupIn(rows: KindRows): MergeSchemas {
  const table = new Map<string, MergeSchema>()
  for (const [kinds, schema] of rows) for (const name of expand(kinds)) table.set(name, schema)
  return (apiVersion, kind) => table.get(`${apiVersion}/${kind}`)
}

/** `a/{v1,v1beta1}/B c/v1/D` → `a/v1/B`, `a/v1beta1/B`, `c/v1/D`. */
function expand(kinds: string): string[] {
  return kinds.trim().split(/\s+/).flatMap(alternatives)
}

function alternatives(name: string): string[] {
  const braces = /^(.*?)\{([^}]*)\}(.*)$/.exec(name)
  if (braces === null) return [name]
  const [, before = '', choices = '', after = ''] = braces
  return choices.split(',').flatMap((choice) => alternatives(before + choice + after))
}
