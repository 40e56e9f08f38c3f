import { splitDocuments } from './documents.ts'
import { RenderError } from './error.ts'

const SOURCE = /# Source: [^/\n]+\/(.+)/

/**
 * Of a printed stream, the documents whose template matches one of the globs, in the order of the globs. Throws
 * `RenderError` (`show-only`) for a glob that matches nothing.
 */
export function showOnly(manifest: string, globs: readonly string[]): string {
  const documents = splitDocuments(manifest).map((text) => ({ text, path: SOURCE.exec(text)?.[1] }))
  let shown = ''
  for (const glob of globs) {
    const matches = compilePath(glob)
    const found = documents.filter(({ path }) => path !== undefined && matches(path))
    if (found.length === 0) {
      throw new RenderError({ code: 'show-only', message: `could not find template ${glob} in chart` })
    }
    for (const { text } of found) shown += `---\n${text}\n`
  }
  return shown
}

/** Go's `filepath.Match`; a pattern that it would refuse matches nothing. */
function compilePath(glob: string): (path: string) => boolean {
  const source = pathExpression(glob)
  if (source === undefined) return () => false
  const expression = new RegExp(`^${source}$`, 'su')
  return (path) => expression.test(path)
}

function pathExpression(glob: string): string | undefined {
  const characters = Array.from(glob)
  let source = ''
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] as string
    if (character === '*') {
      // Several stars are one: no backtracking between neighbours.
      if (characters[at - 1] !== '*') source += '[^/]*'
    } else if (character === '?') source += '[^/]'
    else if (character === '[') {
      const end = classEnd(characters, at)
      if (end < 0) return undefined
      source += classExpression(characters.slice(at + 1, end))
      at = end
    } else if (character === '\\') {
      if (++at >= characters.length) return undefined
      source += literal(characters[at] as string)
    } else source += literal(character)
  }
  return source
}

function classEnd(characters: readonly string[], at: number): number {
  return characters.indexOf(']', at + 2)
}

function classExpression(body: readonly string[]): string {
  const isNegated = body[0] === '^'
  const members = (isNegated ? body.slice(1) : body).map((member) => (member === '-' ? '-' : literal(member)))
  return `[${isNegated ? '^' : ''}${members.join('')}]`
}

function literal(character: string): string {
  return /[\\^$.*+?()[\]{}|/-]/.test(character) ? `\\${character}` : character
}
