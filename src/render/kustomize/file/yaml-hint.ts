/** What most likely is behind a message of the YAML reader; undefined where that is not known. */
export function yamlHint(message: string): string | undefined {
  return HINTS.find(([pattern]) => pattern.test(message))?.[1]
}

const HINTS: readonly (readonly [pattern: RegExp, hint: string])[] = [
  [/cannot start any token|tab/, 'indent with spaces; put a text that starts with @, ` or % in quotes'],
  [/mapping values are not allowed/, 'the line is indented too far, or a text with a colon in it needs quotes'],
  [/did not find expected (?:key|'-' indicator)/, 'look at the indentation of this line and the ones above'],
  [/did not find expected (?:node content|',' or)/, 'a bracket or brace is not closed'],
  [/could not find expected ':'/, 'a key needs a colon behind it'],
  [/found unexpected end of stream/, 'a quote is not closed'],
  [/unknown anchor/, 'the name behind * must be set with & before'],
  [/already (?:set|defined)/, 'write the key once'],
]
