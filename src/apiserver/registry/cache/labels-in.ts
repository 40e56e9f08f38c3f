/** Labels of an object, or what else maps texts to texts. */
export type Labels = Readonly<Record<string, string>>

/**
 * `metadata.labels` of an object's JSON, read without parsing the rest: selectors ask thousands of objects for nothing else.
 * Inside strings quotes are escaped, so that `"labels":{` is always a key.
 */
export function labelsIn(text: string): Labels {
  const start = text.indexOf(metadataStart) + metadataStart.length
  const at = text.indexOf(labelsStart, start)
  if (at < 0 || depthAfter(text, start, at) !== 0) return noLabels
  const open = at + labelsStart.length - 1
  return JSON.parse(text.slice(open, endOfMap(text, open) + 1)) as Labels
}

const metadataStart = '"metadata":{'
const labelsStart = '"labels":{'
const noLabels: Labels = Object.freeze({})
const quote = 34
const backslash = 92
const openBrace = 123
const closeBrace = 125

/** How many maps open between two places; below zero when one that was open before has ended. */
function depthAfter(text: string, from: number, to: number): number {
  let depth = 0
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) at = endOfString(text, at)
    else if (code === openBrace) depth++
    else if (code === closeBrace && --depth < 0) return depth
  }
  return depth
}

/** Where a map of texts ends that opens at a place. */
function endOfMap(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) at = endOfString(text, at)
    else if (code === closeBrace) return at
  }
  return text.length - 1
}

function endOfString(text: string, open: number): number {
  let at = open + 1
  for (let code = text.charCodeAt(at); code !== quote && at < text.length; code = text.charCodeAt(at)) {
    at += code === backslash ? 2 : 1
  }
  return at
}
