import type { VarValue } from './var-value.ts'

/**
 * A text with its `$(NAME)` references replaced; `$$` stands for `$`, and what is no reference stays. A text that is one
 * reference and nothing else becomes the value. `valueOf` gives undefined for a name that is not known, and the reference
 * then stays as it is.
 */
export function expand(text: string, valueOf: (name: string) => VarValue | undefined): string | VarValue {
  const lastClose = text.lastIndexOf(')')
  let result = ''
  let done = 0
  for (let at = text.indexOf('$'); at >= 0 && at + 1 < text.length; at = text.indexOf('$', done)) {
    result += text.slice(done, at)
    const reference = readReference(text, at, lastClose)
    done = reference.end
    if (reference.name === undefined) {
      result += reference.text
      continue
    }
    const value = valueOf(reference.name)
    if (value !== undefined && at === 0 && done === text.length) return value
    result += value?.text ?? reference.text
  }
  return result + text.slice(done)
}

/** What begins at a `$`: a reference, or `text` that stands for itself. `end` is where reading goes on. */
interface ReadReference {
  readonly text: string
  readonly name?: string
  readonly end: number
}

// Where no bracket closes behind `at`, none is searched: the text may hold many that are open.
function readReference(text: string, at: number, lastClose: number): ReadReference {
  const next = text.charAt(at + 1)
  if (next === '$') return { text: '$', end: at + 2 }
  const close = next === '(' && at < lastClose ? text.indexOf(')', at + 2) : -1
  if (close < 0) return { text: text.slice(at, at + 2), end: at + 2 }
  return { text: text.slice(at, close + 1), name: text.slice(at + 2, close), end: close + 1 }
}
