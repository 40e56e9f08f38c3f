import type { Json } from '../json.ts'
import { Effort } from '../limit.ts'
import { compileSchema } from './compile.ts'
import type { LoadRef } from './references.ts'
import { validate } from './validate.ts'

/** Validates as Helm 3 does. Gives its lines; throws `SchemaError` when the schema itself cannot be used. */
export function validateHelm3(schema: Json, values: Json, load: LoadRef | undefined): string[] {
  return validate(compileSchema(schema, load), values, new Effort())
}
