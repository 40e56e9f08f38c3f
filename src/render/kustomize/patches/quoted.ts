import { plainScalar } from '../fields/scalar.ts'

/** Whether a text must have stood in quotes or as a block in its document: plain, it would have been something else. */
export function isQuotedText(text: string): boolean {
  return text === '' || text.includes('\n') || typeof plainScalar(text) !== 'string'
}
