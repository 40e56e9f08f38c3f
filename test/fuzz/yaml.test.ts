import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { dump, load, loadTree, YamlError } from '#yaml'
import { fuzz, mutated, textsOf, throwsOnly } from './fuzz.ts'

// src/yaml/property.test.ts compares the two readers; here any text is read, and what could be read is written again.
const pieces =
  '- |: |? |, |[|]|{|}|\n|\n  |\n    | |\t|a|b: c|"q"|\'s\'|\\n|1|0x1f|0o7|1e3|.inf|~|yes|&a |*a|<<: *a|!t |!!str |\\||>-|#| # c|---|...|%YAML 1.1|\r\n'
    .replace('\\|', '\u0000')
    .split('|')
    .map((piece) => piece.replace('\u0000', '|'))
const samples = [
  'a: &x {b: [1, 2.5, "t"]}\nc:\n  <<: *x\n  d: |\n    text\n    more\n',
  'kind: A\nmetadata:\n  name: "n"\n  annotations: {a: \'b\'}\nspec:\n- a: >-\n    folded\n    text\n  b: ~\n',
  '? complex\n: - 1\n  - - 2\n    - 3\n--- !t\nx: 012\n',
]

fuzz('yaml', fc.oneof(textsOf(pieces), mutated(samples), fc.string({ unit: 'binary' })), (text) => {
  throwsOnly(() => loadTree(text), YamlError)
  throwsOnly(() => load(text, { duplicateKeys: 'error' }), YamlError)
  throwsOnly(() => {
    const value = load(text)
    const again = load(dump(value))
    if (!isDeepStrictEqual(load(dump(again)), again)) throw new Error('what was written reads otherwise')
  }, YamlError)
})
