import { writeFileSync } from 'node:fs'
import { yamlDocuments } from './yaml-documents.ts'
import { peer, probe } from './yaml-helm.ts'
import { yamlValues } from './yaml-values.ts'

/** Rewrites fixtures/yaml from both real Helms: `node test/parity/yaml-probe.ts`. Rows on which they differ say so. */
function main(): void {
  const helm3 = peer('helm-3.17.2')
  const helm4 = peer('helm-4.1.4')
  if (helm3 === undefined || helm4 === undefined)
    throw new Error('yaml probe – no helm found – run npm run peers first')
  const load = rows(yamlDocuments, probe(helm3, 'fromYaml', yamlDocuments), probe(helm4, 'fromYaml', yamlDocuments))
  writeFileSync('fixtures/yaml/load.json', load)
  const values = yamlValues.map((value) => JSON.stringify({ v: value }))
  const texts = yamlValues.map((value) => JSON.stringify(value))
  writeFileSync('fixtures/yaml/dump.json', rows(texts, probe(helm3, 'print', values), probe(helm4, 'print', values)))
  const pretty = probe(helm4, 'pretty', values)
  writeFileSync('fixtures/yaml/pretty.json', rows(texts, pretty, pretty))
}

function rows(inputs: readonly string[], three: readonly unknown[], four: readonly unknown[]): string {
  const lines = inputs.map((input, index) => {
    const same = JSON.stringify(three[index]) === JSON.stringify(four[index])
    const row = same ? [input, four[index]] : [input, four[index], three[index]]
    return JSON.stringify(row).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, escape)
  })
  return `[\n${lines.join(',\n')}\n]\n`
}

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

main()
