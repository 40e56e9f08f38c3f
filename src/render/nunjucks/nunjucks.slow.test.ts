import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type NunjucksResult, renderNunjucks } from './index.ts'

interface Fixture {
  readonly escapes: Readonly<Record<string, string>>
  readonly resources: Readonly<Record<string, string>>
  readonly controls: readonly { mode: 'text' | 'json'; text: string; values: object; want: string }[]
}

const fixture: Fixture = JSON.parse(readFileSync('fixtures/nunjucks/escapes.json', 'utf8'))
const after = (milliseconds: number, run: () => void): (() => void) => {
  const timer = setTimeout(run, milliseconds)
  return () => clearTimeout(timer)
}

/** Deep or long sources are written as a character and a count. */
function expand(text: string): string {
  const [, character, count] = /^([([.|+x ]|raw|verbatim)(\d+)$/.exec(text) ?? []
  if (character === undefined) return text
  const times = Number(count)
  const sources: Readonly<Record<string, string>> = {
    '(': `{{ ${'('.repeat(times)}1${')'.repeat(times)} }}`,
    '[': `{{ ${'['.repeat(times)}1${']'.repeat(times)} }}`,
    '.': `{{ a${'.a'.repeat(times)} }}`,
    '|': `{{ 1${'|int'.repeat(times)} }}`,
    '+': `{{ 1${'+1'.repeat(times)} }}`,
    x: 'x'.repeat(times),
    ' ': `${' '.repeat(times)}x{{- 1 }}`,
    raw: `{% raw %}${'{% end'.repeat(times)}`,
    verbatim: `{% verbatim %}${'{% verbatim '.repeat(times)}`,
  }
  return sources[character] as string
}

const context = JSON.parse('{"Values":{"name":"web","fn":"x","__proto__":{"polluted":1}}}')

/** What would run for ever is stopped sooner here than for users. */
const limits = { timeMs: 300 }

async function render(text: string, mode: 'text' | 'json', values: object = context): Promise<NunjucksResult> {
  const [result] = await renderNunjucks([{ name: 't.yaml', text: expand(text), context: values as never }], {
    mode,
    after,
    limits,
  })
  return result as NunjucksResult
}

describe('escapes are held', () => {
  it.each(Object.entries(fixture.escapes))('%s', async (_name, text) => {
    const result = await render(text, 'text')
    const shown = 'text' in result ? result.text : ''
    expect(shown).not.toMatch(/function|native code|\bv\d+\.\d+|object Object|root:/)
    if (!text.includes('{"polluted"') && !text.includes('merge')) expect(shown).not.toContain('polluted')
    expect(shown).not.toContain('truetrue')
    expect(Object.keys(Object.prototype)).toEqual([])
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })
})

describe('resources are bounded', () => {
  it.each(Object.entries(fixture.resources))('%s', async (_name, text) => {
    const start = performance.now()
    const result = await render(text, 'text')
    expect(performance.now() - start).toBeLessThan(2_500)
    if ('text' in result) expect(result.text.length).toBeLessThan(10)
  })
})

describe('ordinary templates render', () => {
  it.each(fixture.controls)('$mode $text', async ({ mode, text, values, want }) => {
    const result = await render(text, mode, { Values: values })
    expect('text' in result ? result.text : result.error.message).toBe(want)
  })
})

describe('errors name their place', () => {
  it.each([
    ['ok\n  {{ Values.x | foo }}', 'grammar', 't.yaml:2:17: filter foo is not allowed'],
    ['a\n{{ fail("no " ~ 1) }}', 'render', 't.yaml:2:8: no 1'],
    ['{{ "x".y }}', 'render', 't.yaml:1:7: a string has no member y'],
  ])('%s', async (text, code, message) => {
    const result = await render(text, 'text')
    expect('error' in result && [result.error.code, result.error.message]).toEqual([code, message])
  })

  it('one bad template leaves the others alone', async () => {
    const requests = [
      'a',
      '{{ fail("x") }}',
      'b',
      '{% for i in range(9999) %}{% for j in range(9999) %}{% endfor %}{% endfor %}',
      'c',
    ]
    const results = await renderNunjucks(
      requests.map((text, index) => ({ name: String(index), text, context: {} })),
      { mode: 'text', after, limits },
    )
    expect(results.map((result) => ('text' in result ? result.text : result.error.code))).toEqual([
      'a',
      'render',
      'b',
      'limit',
      'c',
    ])
  })
})
