/** A place in a template; line counts from 1, column from 1 in bytes as Go counts (Go prints it from 0). */
export interface TemplatePosition {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** `parse`: the text is no template. `exec`: it went wrong while running. `budget`: it ran past a limit. */
export type TemplateErrorCode = 'parse' | 'exec' | 'budget'

/**
 * Any failure of a template. `message` is Go's own text, to the byte
 * (`template: web.yaml:3:5: executing "web.yaml" at <.Values.x.y>: nil pointer evaluating interface {}.y`);
 * `cause` holds what a called function threw, another `TemplateError` when that was an include.
 */
export class TemplateError extends Error {
  readonly code: TemplateErrorCode
  readonly position: TemplatePosition | undefined
  /** The text between `<` and `>` in Go's message: the expression at fault. */
  readonly expression: string | undefined
  /** What went wrong, without place and context: `nil pointer evaluating interface {}.y`. */
  readonly reason: string
  constructor(fields: {
    readonly code: TemplateErrorCode
    readonly message: string
    readonly reason: string
    readonly position?: TemplatePosition | undefined
    readonly expression?: string | undefined
    readonly cause?: unknown
  }) {
    super(fields.message, fields.cause === undefined ? undefined : { cause: fields.cause })
    this.name = 'TemplateError'
    this.code = fields.code
    this.reason = fields.reason
    this.position = fields.position
    this.expression = fields.expression
  }
}
