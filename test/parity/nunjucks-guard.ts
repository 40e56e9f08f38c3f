/**
 * Runs the attacks of fixtures/nunjucks/escapes.json, prints what stopped each, how long that took and the peak memory;
 * then start and render times. Runs from sources and inside one executable alike:
 *   node test/parity/nunjucks-guard.ts fixtures/nunjucks/escapes.json
 *   bun build --compile … test/parity/nunjucks-guard.ts --outfile guard && ./guard fixtures/nunjucks/escapes.json
 */
import { readFileSync } from 'node:fs'
import { renderNunjucks } from '../../src/render/nunjucks/index.ts'

const fixture = JSON.parse(readFileSync(process.argv[2] ?? 'fixtures/nunjucks/escapes.json', 'utf8'))
const after = (milliseconds: number, run: () => void): (() => void) => {
  const timer = setTimeout(run, milliseconds)
  return () => clearTimeout(timer)
}
const options = { mode: 'text', after } as const
const context = { Values: { name: 'web', fn: 'x' } }

function expand(text: string): string {
  const [, character = '', count = ''] = /^([([.|+x ]|raw|verbatim)(\d+)$/.exec(text) ?? []
  const times = Number(count)
  if (character === '') return text
  if (character === 'x') return 'x'.repeat(times)
  if (character === ' ') return `${' '.repeat(times)}x{{- 1 }}`
  if (character.length > 1) return `{% ${character} %}${'{% end'.repeat(times)}`
  if (character === '(' || character === '[')
    return `{{ ${character.repeat(times)}1${')]'['(['.indexOf(character)]?.repeat(times)} }}`
  return `{{ a${`${character}${character === '|' ? 'int' : '1'}`.repeat(times)} }}`
}

let held = 0
let slowest = 0
const attacks: [string, string][] = [
  ...Object.entries<string>(fixture.escapes),
  ...Object.entries<string>(fixture.resources),
]
for (const [name, text] of attacks) {
  const start = performance.now()
  const [result] = await renderNunjucks([{ name: 't', text: expand(text), context }], options)
  const took = performance.now() - start
  slowest = Math.max(slowest, took)
  const out = result !== undefined && 'text' in result ? `text ${JSON.stringify(result.text.slice(0, 40))}` : ''
  const why = result !== undefined && 'error' in result ? `${result.error.code} ${result.error.reason}` : ''
  const isHeld = !/function|native code|\bv\d+\.\d+|object Object/.test(out) && took < 2_000
  held += Number(isHeld)
  const rss = Math.round(process.memoryUsage.rss() / 1_048_576)
  if (!isHeld || process.argv[3] === '-v')
    console.log(isHeld ? 'held' : 'OPEN', name, '|', out, why.slice(0, 90), `${Math.round(took)} ms ${rss} MiB`)
}
console.log(
  `${held} of ${attacks.length} held, slowest ${Math.round(slowest)} ms, peak ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`,
)
const first = performance.now()
await renderNunjucks([{ name: 't', text: 'a: {{ Values.name }}', context }], options)
const second = performance.now()
const many = Array.from({ length: 200 }, (_, index) => ({
  name: `t${index}`,
  text: `a: {{ Values.name }}${index}`,
  context,
}))
await renderNunjucks(many, options)
console.log(
  `one template, new thread ${Math.round(second - first)} ms; 200 templates ${Math.round(performance.now() - second)} ms`,
)
