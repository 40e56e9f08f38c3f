/**
 * The `Warning` headers of an answer: `299 - "text"`, quotes and backslashes escaped (RFC 7234, 5.5; apimachinery's
 * NewWarningHeader). Long texts are cut so that together they stay small, as the real server does.
 */
export function warningHeaders(texts: Iterable<string>): readonly string[] {
  const all = [...texts]
  const total = all.reduce((sum, text) => sum + text.length, 0)
  const limit = total > totalLimit ? itemLimit : totalLimit
  const headers: string[] = []
  let used = 0
  for (const text of all) {
    const cut = printable(text).slice(0, limit)
    if (cut === '' || used + cut.length > totalLimit) continue
    used += cut.length
    headers.push(`299 - "${cut.replace(/[\\"]/g, '\\$&')}"`)
  }
  return headers
}

const totalLimit = 4096
const itemLimit = 256

/** Headers carry no line ends and, as they are latin-1 on the wire, UTF-8 by bytes. */
function printable(text: string): string {
  const line = text.replace(/\p{Cc}+/gu, ' ')
  return /^[\u0020-\u007e]*$/.test(line) ? line : Buffer.from(line, 'utf8').toString('latin1')
}
