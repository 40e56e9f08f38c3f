import { SchemaError } from './error.ts'

const MAX_STEPS = 400_000
const MAX_DEPTH = 1_000

/** What one validation may cost; a schema of a few lines can otherwise ask for years. */
export class Effort {
  #steps = 0
  #depth = 0

  /** Counts one schema applied to one value. Throws `SchemaError` 'limit'. */
  enter(): void {
    if (++this.#steps > MAX_STEPS) {
      throw new SchemaError('limit', `values.schema.json – more than ${MAX_STEPS} steps – expected a schema that ends`)
    }
    if (++this.#depth > MAX_DEPTH) {
      throw new SchemaError(
        'limit',
        `values.schema.json – schemas apply more than ${MAX_DEPTH} deep – expected no endless $ref`,
      )
    }
  }

  /** Ends what `enter` began. */
  leave(): void {
    this.#depth--
  }
}
