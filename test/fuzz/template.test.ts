import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { createTemplateSet, sprigFunctions, TemplateError } from '#template'
import { fuzz, mutated, textsOf, throwsOnly } from './fuzz.ts'

const functions = sprigFunctions({ now: () => 0, randomBytes, timeZone: 'UTC' })
const costly = new Map([...functions].filter(([, { cost }]) => cost === undefined))

const pieces = [
  ...'{{|}}|{{-|-}}|/*|*/|(|)|$|$x|:=|=|.|.a|.b.c|,| | |\n|"s"|`r`|\'c\'|1|-1|0x1f|1.5|1e3|nil|true'.split('|'),
  '|',
  ...'if|else|end|with|range|define "t"|block "t" .|template "t" .|break|continue'.split('|'),
  ...'and|or|not|len|index|slice|print|printf "%v %d %s"|eq|lt|list|dict|until 3|default|join|upper|toJson'.split('|'),
]
const samples = [
  '{{ define "a" }}{{ .x }}{{ end }}{{ template "a" . }}',
  '{{ range $i, $e := .b }}{{ $i }}={{ $e | quote }}{{ else }}none{{ end }}',
  '{{- with .a -}} {{ . | upper | printf "%-10s|" }} {{- end -}}',
  '{{ if and (eq .a "x") (not .b) }}{{ fail "no" }}{{ else if gt (len .b) 1 }}yes{{ end }}',
  '{{ $x := dict "a" (list 1 2.5 nil) }}{{ index $x "a" 1 }}{{ set $x "b" $x.a | toJson }}',
]
const names = [...costly.keys()]
const argument = fc.constantFrom(
  '""',
  '"a"',
  '"é, 1"',
  '0',
  '-1',
  '3',
  '1.5',
  'nil',
  'true',
  '.a',
  '.b',
  '.',
  '(list 1 "a")',
  '(dict "a" 1)',
  '"1.2.3"',
  '"(a|b)*"',
)
const calls = fc
  .tuple(fc.constantFrom(...names), fc.array(argument, { maxLength: 4 }))
  .map(([name, args]) => `{{ ${[name, ...args].join(' ')} }}`)

const budget = {
  maxSteps: 20_000,
  maxOutputBytes: 1_000_000,
  maxDepth: 100,
  maxTimeMs: 1_000,
  now: () => performance.now(),
}

fuzz('template', fc.oneof(textsOf(pieces), mutated(samples), calls), (text) => {
  const set = createTemplateSet({ functions: costly, budget: { ...budget } })
  const data = new Map<string, never>(Object.entries({ a: 'x', b: [1, 'two', null] }) as [string, never][])
  throwsOnly(() => {
    set.parse('fuzz', text)
    set.execute('fuzz', data)
  }, TemplateError)
})
