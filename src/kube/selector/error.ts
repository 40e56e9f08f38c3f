/** What can be wrong with a selector. */
export type SelectorErrorCode =
  | 'bad-label-selector' // a text or LabelSelector that is none
  | 'bad-field-selector' // a text that is none
  | 'unknown-field' // a field that the kind cannot be selected by

/** A refused selector; the message is that of the API server, which answers it with 400. */
export class SelectorError extends Error {
  readonly code: SelectorErrorCode
  constructor(code: SelectorErrorCode, message: string) {
    super(message)
    this.name = 'SelectorError'
    this.code = code
  }
}
