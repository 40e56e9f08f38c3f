import { SourceError } from '../error.ts'
import { badPattern, matchPath } from './match.ts'

/** The name of the file that holds the rules. */
export const ignoreFile = '.helmignore'

interface Rule {
  readonly pattern: string
  readonly isNegated: boolean
  readonly mustBeFolder: boolean
  readonly onBaseName: boolean
}

/** Which paths of a chart folder are left out. */
export type IgnoreRules = readonly Rule[]

const noRules: IgnoreRules = []
const hiddenTemplates = 'templates/.?*'

/**
 * The rules of a `.helmignore` text (undefined: no such file), Helm's default rule last. Throws `bad-ignore` for `**`
 * and malformed patterns. Source: helm pkg/ignore/rules.go.
 */
export function parseIgnoreRules(text: string | undefined, file = ignoreFile): IgnoreRules {
  const lines =
    text === undefined
      ? noRules
      : text
          .replace(/^\ufeff/, '')
          .split('\n')
          .flatMap(readLine(file))
  return [...lines, toRule(hiddenTemplates)]
}

function readLine(file: string): (line: string, index: number) => Rule[] {
  return (line, index) => {
    const pattern = line.trim()
    if (pattern === '' || pattern.startsWith('#')) return []
    const position = { file, line: index + 1, column: line.indexOf(pattern) + 1 }
    if (pattern.includes('**')) {
      const hint = 'name each folder level with its own *'
      throw new SourceError('bad-ignore', 'double-star (**) syntax is not supported', { position, hint })
    }
    if (matchPath(pattern, 'abc') === undefined) throw new SourceError('bad-ignore', badPattern, { position })
    return [toRule(pattern)]
  }
}

function toRule(raw: string): Rule {
  const isNegated = raw.startsWith('!')
  let pattern = isNegated ? raw.slice(1) : raw
  const mustBeFolder = pattern.endsWith('/')
  if (mustBeFolder) pattern = pattern.slice(0, -1)
  if (pattern.startsWith('/')) return { pattern: pattern.slice(1), isNegated, mustBeFolder, onBaseName: false }
  return { pattern, isNegated, mustBeFolder, onBaseName: !pattern.includes('/') }
}

/**
 * Is this path left out? The first rule that decides wins; a negated rule leaves out everything that it does not
 * match, as in Helm.
 */
export function isIgnored(rules: IgnoreRules, path: string, isFolder: boolean): boolean {
  if (path === '' || path === '.' || path === './') return false
  for (const rule of rules) {
    if (rule.isNegated) {
      if ((rule.mustBeFolder && !isFolder) || !matches(rule, path)) return true
      continue
    }
    if (rule.mustBeFolder && !isFolder) continue
    if (matches(rule, path)) return true
  }
  return false
}

function matches(rule: Rule, path: string): boolean {
  const subject = rule.onBaseName ? path.slice(path.lastIndexOf('/') + 1) : path
  return matchPath(rule.pattern, subject) === true
}
