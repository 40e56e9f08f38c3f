/** Why a template gave no text. */
export type NunjucksErrorCode = 'syntax' | 'grammar' | 'render' | 'limit' | 'killed'

/** A template that was refused or stopped; `message` is `name:line:column: reason`, without a position `name: reason`. */
export class NunjucksError extends Error {
  readonly code: NunjucksErrorCode
  readonly position: { readonly file: string; readonly line: number; readonly column: number } | undefined
  readonly reason: string
  constructor(code: NunjucksErrorCode, file: string, why: { reason: string; line?: number; column?: number }) {
    const { reason, line, column } = why
    const isPlaced = line !== undefined && column !== undefined
    super(isPlaced ? `${file}:${line}:${column}: ${reason}` : `${file}: ${reason}`)
    this.name = 'NunjucksError'
    this.code = code
    this.reason = reason
    this.position = isPlaced ? { file, line, column } : undefined
  }
}
