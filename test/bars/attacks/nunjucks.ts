import { readFileSync } from 'node:fs'
import { type Attack, chartFiles } from './attack.ts'

/** Texts of the fixture that stand for a repetition: `(5000`, `raw40000`. */
function expand(text: string): string {
  const [, piece = '', count = ''] = /^([([.|+x ]|raw|verbatim)(\d+)$/.exec(text) ?? []
  const times = Number(count)
  if (piece === '') return text
  if (piece === 'x') return 'x'.repeat(times)
  if (piece === ' ') return `${' '.repeat(times)}x{{- 1 }}`
  if (piece.length > 1) return `{% ${piece} %}${'{% end'.repeat(times)}`
  if (piece === '(' || piece === '[') return `{{ ${piece.repeat(times)}1${(piece === '(' ? ')' : ']').repeat(times)} }}`
  return `{{ a${`${piece}${piece === '|' ? 'int' : '1'}`.repeat(times)} }}`
}

/** The escapes and bombs of fixtures/nunjucks, each as the template of a chart whose engine is nunjucks. */
export function nunjucksAttacks(): Attack[] {
  const { escapes, resources } = JSON.parse(readFileSync('fixtures/nunjucks/escapes.json', 'utf8')) as Record<
    'escapes' | 'resources',
    Record<string, string>
  >
  return [...Object.entries(escapes), ...Object.entries(resources)].map(([name, text]) => ({
    name: `nunjucks: ${name}`,
    files: chartFiles({
      'Chart.yaml': 'apiVersion: v2\nname: c\nversion: 0.1.0\nannotations: {}\nengine: nunjucks\n',
      'templates/evil.txt': expand(text),
      'values.yaml': 'name: web\nfn: x\n',
    }),
    args: ['template', 'x', './c'],
    ends: 'harmless',
    leaks: /native code|\bv\d+\.\d+\.\d+|object Object|root:|polluted: true/,
  }))
}
