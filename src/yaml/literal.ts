/**
 * A scalar whose text says more than its value: `0x1F`, `1.50`, `1e3`, `True`, `~`, an integer beyond 2^53, a date (its
 * value is the text that Go makes of it), `!!binary`. A scalar whose text is the plain text of its value is not boxed.
 */
export class Literal {
  readonly text: string
  readonly value: number | bigint | boolean | null | string

  constructor(text: string, value: number | bigint | boolean | null | string) {
    this.text = text
    this.value = value
  }

  /** What stands for the scalar where only its value counts. */
  toJSON(): number | bigint | boolean | null | string {
    return this.value
  }
}

/** A null that is not written at all, as behind `key:` at the end of its line. */
export const emptyNull: Literal = new Literal('', null)

/** What a resource holds: plain values, maps as objects without a prototype, keys in document order. */
export type Json = null | boolean | number | string | Literal | Json[] | JsonObject

/** A map of a resource. */
export interface JsonObject {
  [key: string]: Json
}
