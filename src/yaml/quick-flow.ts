import { finite } from './quick-characters.ts'
import { QuickLines, unusual } from './quick-lines.ts'
import { resolvePlain } from './resolve.ts'
import type { YamlMap, YamlValue } from './value.ts'

/** Nesting that is left to the complete parser. */
export const MAX_DEPTH = 200

/** Adds flow collections of one line. */
export class QuickFlow extends QuickLines {
  /** An empty flow collection, or one that fills the rest of its line. */
  protected flowLine(): YamlValue {
    const value = this.flow()
    this.endLine()
    return value
  }

  protected flow(): YamlValue {
    const text = this.text
    const open = text.charCodeAt(this.position)
    if (++this.depth > MAX_DEPTH) unusual()
    this.position++
    const value = open === 91 ? this.flowSequence() : this.flowMapping()
    this.depth--
    return value
  }

  protected skipSpaces(): number {
    let code = this.text.charCodeAt(this.position)
    while (code === 32) code = this.text.charCodeAt(++this.position)
    return code
  }

  /** Steps over a comma; true at the closing bracket. */
  protected endsFlow(close: number): boolean {
    let code = this.skipSpaces()
    if (code === 44) {
      this.position++
      code = this.skipSpaces()
      if (code === 44 || code === close) unusual()
      return false
    }
    if (code !== close) unusual()
    this.position++
    return true
  }

  protected flowSequence(): YamlValue[] {
    const items: YamlValue[] = []
    if (this.skipSpaces() === 93) {
      this.position++
      return items
    }
    do items.push(this.flowNode(false))
    while (!this.endsFlow(93))
    return items
  }

  protected flowMapping(): YamlMap {
    const map: YamlMap = new Map()
    if (this.skipSpaces() === 125) {
      this.position++
      return map
    }
    do {
      const code = this.skipSpaces()
      if (code === 91 || code === 123) unusual()
      const key = this.flowNode(true)
      const after = this.text.charCodeAt(this.position + 1)
      if (this.text.charCodeAt(this.position) !== 58 || after !== 32) unusual()
      if (typeof key !== 'string' || map.has(key)) unusual()
      this.position++
      map.set(key as string, this.flowNode(false))
    } while (!this.endsFlow(125))
    return map
  }

  protected flowNode(isKey: boolean): YamlValue {
    const code = this.skipSpaces()
    if (code === 91 || code === 123) return this.flow()
    return code === 34 || code === 39 ? this.flowQuoted(code) : finite(resolvePlain(this.flowWord(code, isKey)))
  }

  /** A text in quotes that says nothing but itself. */
  protected flowQuoted(quote: number): string {
    const start = this.position
    const end = this.text.indexOf(quote === 34 ? '"' : "'", start + 1)
    const value = this.text.slice(start + 1, end)
    if (end < 0 || value.includes('\n') || value.includes('\\')) unusual()
    this.position = end + 1
    return this.text.charCodeAt(end + 1) === 39 ? unusual() : value
  }

  /** A plain scalar of one word, which begins with `first`. */
  protected flowWord(first: number, isKey: boolean): string {
    const start = this.position
    if (!isFlowWord(first) || (first === 45 && !isFlowWord(this.text.charCodeAt(start + 1)))) unusual()
    let at = start
    while (isFlowWord(this.text.charCodeAt(at))) at++
    const next = this.text.charCodeAt(at)
    if (next !== 44 && next !== 93 && next !== 125 && !(isKey && next === 58)) unusual()
    this.position = at
    return this.text.slice(start, at)
  }
}

/** Characters of a word in a flow collection that mean nothing else. */
function isFlowWord(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 45 && code <= 57) ||
    code === 95 ||
    code === 36
  )
}
