import { expect, test } from 'vitest'
import { warningTexts } from './server-warnings.ts'

test.each([
  ['nothing', '', []],
  ['one', '299 - "v1 Endpoints is deprecated in v1.33+"', ['v1 Endpoints is deprecated in v1.33+']],
  ['several in one header', '299 - "one, two", 299 kube "three"', ['one, two', 'three']],
  ['quotes and backslashes', '299 - "a \\"b\\" c\\\\d"', ['a "b" c\\d']],
  ['other codes are none of ours', '199 - "stale", 299 - "told"', ['told']],
  ['UTF-8 by bytes', `299 - "${Buffer.from('Größe', 'utf8').toString('latin1')}"`, ['Größe']],
  ['latin-1 stays', '299 - "Gr\u00f6\u00dfe"', ['Größe']],
  ['no end', '299 - "open', []],
])('%s', (_, header, texts) => {
  expect(warningTexts(header)).toEqual(texts)
})
