import type { Json } from '../json.ts'

/** Where a value stands; undefined is the root. */
export type Path = { readonly name: string; readonly parent: Path } | undefined

/** A value, its place, and where its errors go. */
export interface Place {
  readonly value: Json
  readonly path: Path
  readonly result: Result
}

/** Errors of one schema against one value. The score says how near it came: the best alternative is the one told. */
export class Result {
  readonly errors: string[] = []
  score = 0

  /** Adds an error at `path`. */
  add(path: Path, description: string): void {
    this.errors.push(`- ${this.field(path)}: ${description}`)
    this.score -= 2
  }

  /** The path as messages print it: `a.b.0`, or `(root)`. */
  field(path: Path): string {
    if (path === undefined) return '(root)'
    return path.parent === undefined ? path.name : `${this.field(path.parent)}.${path.name}`
  }

  /** Takes over the errors and the score of another result. */
  merge(other: Result): void {
    for (const error of other.errors) this.errors.push(error)
    this.score += other.score
  }

  /** Whether there is no error. */
  isValid(): boolean {
    return this.errors.length === 0
  }
}
