import type { Transport } from '#client'
import { layer } from './layer.ts'

/**
 * The transport, with every `Warning` of the server told (deprecated kinds, pod security, unknown fields), each text once.
 * Source: RFC 7234, 5.5; k8s.io/client-go rest/warnings.go.
 */
export function tellingWarnings(below: Transport, tell: (text: string) => void): Transport {
  const told = new Set<string>()
  return layer(below, async (request) => {
    const response = await below.send(request)
    for (const text of warningTexts(response.headers['warning'] ?? '')) {
      if (told.has(text)) continue
      told.add(text)
      tell(text)
    }
    return response
  })
}

/** One warning of a header that may hold several: `299 - "text"`. */
const WARNING = /(?:^|,)\s*299\s+\S+\s+"((?:[^"\\]|\\.)*)"/g

/** The texts of a header, as they were before they were quoted. */
export function warningTexts(header: string): readonly string[] {
  return [...header.matchAll(WARNING)].map(([, quoted = '']) => readable(quoted.replace(/\\(.)/g, '$1')))
}

/** Headers are latin-1 on the wire, and UTF-8 by meaning. */
function readable(text: string): string {
  if (!/[\u0080-\u00ff]/.test(text)) return text
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(text, (letter) => letter.charCodeAt(0)))
  } catch {
    return text
  }
}
