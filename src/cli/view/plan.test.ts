import { expect, test } from 'vitest'
import type { Json } from '#kube'
import type { FieldChange, ObjectChange, Plan } from '#plan'
import { lineDiff } from './line-diff.ts'
import { fieldLines } from './plan-lines.ts'
import { markdownPlan } from './plan-markdown.ts'
import { simplePlan, textPlan } from './plan-text.ts'
import { suppressLines } from './suppress-lines.ts'

test.for([
  ['equal texts have no lines', 'a\nb\n', 'a\nb\n', [' …']],
  ['a new text is all new', '', 'a\nb', ['+a', '+b']],
  ['equal lines around a change are shown', 'a\nb\nc\nd', 'a\nb\nx\nd', [' …', ' b', '-c', '+x', ' d']],
  ['a line comes in between', 'a\nc', 'a\nb\nc', [' a', '+b', ' c']],
  ['a last line break goes', 'a\nb\n', 'a\nb', [' …', ' b', '+\\ No newline at end of text']],
  ['a last line break comes', 'a', 'a\n', [' a', '-\\ No newline at end of text']],
] as const)('lines: %s', ([, before, after, lines]) => {
  expect(lineDiff(before, after, 1)).toEqual(lines)
})

test('lines: texts that are too long to compare are taken out and put in', () => {
  const long = (word: string): string => Array.from({ length: 3000 }, (_, at) => `${word}${at}`).join('\n')
  expect(lineDiff(long('a'), long('b'), 3)).toHaveLength(6000)
})

const change: ObjectChange = {
  gvk: { group: 'apps', version: 'v1', kind: 'Deployment' },
  namespace: 'shop',
  name: 'web',
  source: 'web/templates/web.yaml',
  change: 'restart',
  fields: [
    {
      path: '/spec/replicas',
      before: 1,
      after: 3,
      cause: { kind: 'template', file: 'web/templates/web.yaml', line: 7, values: ['replicaCount (--set)'] },
    },
    {
      path: '/spec/template/spec/containers/[name=web]/args',
      before: ['a'],
      after: ['a', '```'],
      cause: { kind: 'drift', manager: 'kubectl', time: '2026-01-01T00:00:00Z' },
    },
  ],
  warnings: ['look'],
  against: '7',
}
const plan: Plan = {
  release: { name: 'web', namespace: 'shop', revision: 4 },
  operation: 'upgrade',
  changes: [change, { ...change, name: 'other', change: 'unchanged', fields: [], warnings: [] }],
  hooks: [{ event: 'pre-upgrade', kind: 'Job', name: 'migrate', change: 'unchanged', fields: [] }],
  warnings: ['a <circle>'],
  refusals: ['no'],
}

test('a plan as text', () => {
  expect(textPlan(plan, { context: 3, hasColour: false })).toBe(`Upgrade of web in shop, revision 3 → 4

~ Deployment/web changes, and its pods start again  (web/templates/web.yaml)
    spec.replicas: 1 → 3
        ↳ web/templates/web.yaml:7  replicaCount (--set)
    spec.template.spec.containers[name=web].args:
      │ - a
      │+- '\`\`\`'
        ↳ changed by kubectl at 2026-01-01T00:00:00Z
    ! look

Hooks
  pre-upgrade Job/migrate

Warning: a <circle>
Refused: no

1 to restart, 1 unchanged
`)
})

test('a plan in colour says the same', () => {
  const coloured = textPlan(plan, { context: 3, hasColour: true })
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are
  expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(textPlan(plan, { context: 3, hasColour: false }))
  expect(coloured).not.toBe(textPlan(plan, { context: 3, hasColour: false }))
})

test('a plan as Markdown: nothing in it ends its own block', () => {
  const text = markdownPlan(plan, { context: 3 })
  expect(text).toContain('| `~` | Deployment/web | changes, and its pods start again |')
  expect(text).toContain('````diff\n')
  expect(text).toContain('a &lt;circle&gt;')
  expect(text).toContain("\n+     - '```'\n")
})

test('a long plan in Markdown is cut between objects', () => {
  const big = { ...change, fields: [{ ...change.fields[0], path: '/x', after: 'y\n'.repeat(15_000) }] } as ObjectChange
  const text = markdownPlan({ ...plan, changes: Array.from({ length: 5 }, () => big) }, { context: 3 })
  expect(text.length).toBeLessThan(65_000)
  expect(text).toMatch(/…and \d more objects/)
})

test('a plan in a line an object', () => {
  expect(simplePlan(plan, { hasColour: false })).toBe(`~ Deployment/web changes, and its pods start again
  pre-upgrade Job/migrate
Refused: no
1 to restart, 1 unchanged
`)
})

const field = (path: string, before: Json, after: Json): FieldChange => ({
  path,
  before,
  after,
  cause: { kind: 'unknown' },
})

test.for<readonly [name: string, field: FieldChange, lines: readonly string[]]>([
  [
    'what a terminal would carry out is spelt',
    field('/a', '', 'x\u001b[2J\ny'),
    ['    a:', '      │+x\\u001b[2J', '      │+y'],
  ],
  ['a short line that is suppressed is left out', field('/secret', 1, 2), []],
  [
    'lines that are suppressed are left out',
    field('/a', 'k\nsecret: 1', 'l\nsecret: 2'),
    ['    a:', '      │-k', '      │+l'],
  ],
  ['a field whose lines are all suppressed is left out', field('/a', 'secret: 1\n', 'secret: 2\n\n'), []],
] as const)('fields: %s', ([, changed, lines]) => {
  const isSuppressed = suppressLines(['secret', '^$'])
  expect(fieldLines(changed, { context: 3, isSuppressed })).toEqual(lines)
})

test('an expression that is none is refused', () => {
  expect(() => suppressLines(['('])).toThrow('--suppress-output-line-regex "("')
})
