import fc from 'fast-check'
import { mergeLayers, RenderError, type SetKind } from '#render'
import { fuzz, mutated, textsOf, throwsOnly } from './fuzz.ts'

const pieces =
  'a|b|a.b|=|=|,|.|[|]|[0]|[2]|[-1]|[65537]|{|}|{1,2}|\\|"|null|true|1|1.5|0x1| |é|__proto__|constructor|{"a":[1]}|[1,'.split(
    '|',
  )
const samples = [
  'a.b[0].c=1,d={x,y},e=null',
  'a\\.b=c\\,d,list[2][1]=x',
  'a={"b":[1,2,{"c":null}]},d="x"',
  '=,a[=1,b]=2',
  'a.b.c.d.e.f.g=',
]
const kinds = fc.constantFrom<SetKind>('set', 'set-string', 'set-json', 'set-file', 'set-literal')
const expressions = fc.array(fc.tuple(fc.oneof(textsOf(pieces, 20), mutated(samples)), kinds), {
  minLength: 1,
  maxLength: 3,
})

fuzz('--set', fc.tuple(expressions, fc.boolean()), ([flags, isOld]) => {
  const layers = flags.map(([expression, kind]) => ({ origin: { kind }, expression }))
  throwsOnly(() => mergeLayers(layers, { compat: isOld ? 'helm3' : 'helm4', readFile: (path) => path }), RenderError)
  if (Object.hasOwn(Object.prototype, 'polluted')) throw new Error('a prototype was changed')
})
