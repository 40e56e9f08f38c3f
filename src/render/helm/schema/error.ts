/** Why a schema could not be used. */
export type SchemaErrorCode = 'json' | 'schema' | 'reference' | 'remote' | 'limit'

/** A schema that cannot be read or followed; `message` is what Helm prints where Helm prints something. */
export class SchemaError extends Error {
  readonly code: SchemaErrorCode
  constructor(code: SchemaErrorCode, message: string) {
    super(message)
    this.name = 'SchemaError'
    this.code = code
  }
}
