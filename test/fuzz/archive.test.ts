import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { Header, type HeaderData } from 'tar'
import { assembleChart, SourceError } from '#source'
import { readArchive } from '../../src/source/archive/read.ts'
import { fuzz, throwsOnly } from './fuzz.ts'

// src/source/archive/read.test.ts holds the table of attacks; here entries and bytes come as they may.
const names = fc.constantFrom(
  'c/Chart.yaml',
  'c/values.yaml',
  'c/templates/a.yaml',
  'c/charts/d/Chart.yaml',
  'c/charts/d.tgz',
  '/etc/x',
  '../x',
  'c/../../x',
  'c\\x',
  'c',
  '',
  '././@LongLink',
  'c/x',
)
const types = fc.constantFrom(
  'File',
  'SymbolicLink',
  'Link',
  'Directory',
  'CharacterDevice',
  'FIFO',
  'NextFileHasLongPath',
  'ExtendedHeader',
  'GlobalExtendedHeader',
  'OldFile',
) as fc.Arbitrary<HeaderData['type']>
const bodies = fc.oneof(
  fc.constantFrom(
    'apiVersion: v2\nname: c\nversion: 1.0.0\n',
    'a: 1\n',
    '11 path=c/x\n',
    '20 path=../../evil\n',
    '18 size=99999999\n',
  ),
  fc.string({ unit: 'binary', maxLength: 700 }),
)
const entry = fc.record({
  path: names,
  type: types,
  linkpath: names,
  text: bodies,
  lie: fc.option(fc.integer({ min: 0, max: 1e9 })),
})

function encoded({
  path,
  type,
  linkpath,
  text,
  lie,
}: {
  path: string
  type: HeaderData['type']
  linkpath: string
  text: string
  lie: number | null
}): Buffer {
  const body = Buffer.from(text)
  const header = new Header({
    path,
    ...(type && { type }),
    linkpath,
    mode: 0o644,
    size: lie ?? body.length,
    mtime: new Date(0),
  })
  header.encode()
  return Buffer.concat([header.block ?? Buffer.alloc(512), body, Buffer.alloc((512 - (body.length % 512)) % 512)])
}

const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 })
const archives = fc
  .tuple(fc.array(entry, { maxLength: 6 }), damage, damage, fc.nat(100))
  .map(([entries, inside, outside, cut]) => {
    const tar = spoilt(Buffer.concat([...entries.map(encoded), Buffer.alloc(1024)]), inside)
    const packed = spoilt(gzipSync(tar, { level: 1 }), outside.slice(0, cut % 3))
    return cut > 90 ? packed.subarray(0, packed.length - cut) : packed
  })

function spoilt(data: Buffer, damages: readonly (readonly [number, number])[]): Buffer {
  for (const [at, byte] of damages) data[at % data.length] = byte
  return data
}

fuzz('chart archive', archives, (data) => {
  throwsOnly(() => {
    const files = readArchive(data, { totalBytes: 1 << 24 })
    if (files.some(({ name }) => name.startsWith('/') || name.split('/').includes('..')))
      throw new Error('a path climbs out')
    assembleChart({ files, origin: 'c.tgz' })
  }, SourceError)
})
