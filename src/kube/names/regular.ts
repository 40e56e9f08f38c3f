/** The sentence of Kubernetes for a text that does not match: what is wanted, examples, the expression. */
export function regexMessage(sentence: string, expression: string, ...examples: readonly string[]): string {
  const wanted = `regex used for validation is '${expression}')`
  if (examples.length === 0) return `${sentence} (${wanted}`
  return `${sentence} (e.g. ${examples.map((example) => `'${example}', `).join(' or ')}${wanted}`
}

/** The sentence for a text that is too long. */
export function lengthMessage(limit: number, unit: 'characters' | 'bytes' = 'characters'): string {
  return `must be no more than ${limit} ${unit}`
}

/** The sentence for a number out of its range. */
export function rangeMessage(low: number, high: number): string {
  return `must be between ${low} and ${high}, inclusive`
}

/** Length of a text in UTF-8, which is what Go counts. */
export function byteLength(text: string): number {
  let bytes = text.length
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1
  }
  return bytes
}
