import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { Header, type HeaderData } from 'tar'
import { describe, expect, test } from 'vitest'
import { SourceError } from '../error.ts'
import { assembleChart } from '../load/assemble.ts'
import { packFiles } from '../package/tar-writer.ts'
import { readArchive } from './read.ts'

const chartYaml = 'apiVersion: v2\nname: a\nversion: 1.0.0\n'

interface Entry extends HeaderData {
  readonly path: string
  readonly text?: string
}

function entry({ text = '', ...data }: Entry): Buffer {
  const body = Buffer.from(text)
  const header = new Header({ type: 'File', mode: 0o644, size: body.length, mtime: new Date(0), ...data })
  header.encode()
  return Buffer.concat([header.block ?? Buffer.alloc(512), body, Buffer.alloc((512 - (body.length % 512)) % 512)])
}

function tar(...entries: Entry[]): Buffer {
  return Buffer.concat([...entries.map(entry), Buffer.alloc(1024)])
}

const tgz = (...entries: Entry[]) => gzipSync(tar(...entries))
const chart: Entry = { path: 'a/Chart.yaml', text: chartYaml }

function failure(data: Uint8Array, limits = {}): string {
  try {
    return readArchive(data, limits)
      .map(({ name }) => name)
      .join(' ')
  } catch (error) {
    if (error instanceof SourceError) return `${error.code}: ${error.message}`
    throw error
  }
}

describe('hostile and odd archives', () => {
  const rows: readonly (readonly [string, Buffer, string])[] = [
    ['a sound one', tgz(chart), 'Chart.yaml'],
    ['folders are left out', tgz({ path: 'a/', type: 'Directory' }, chart), 'Chart.yaml'],
    ['absolute', tgz(chart, { path: '/etc/passwd' }), 'unsafe-path: chart illegally contains absolute paths'],
    ['absolute below', tgz({ path: 'a//etc/passwd' }), 'unsafe-path: chart illegally contains absolute paths'],
    ['parent', tgz({ path: '../x' }), 'unsafe-path: chart illegally references parent directory'],
    ['parent below', tgz({ path: 'a/../../x' }), 'unsafe-path: chart illegally references parent directory'],
    ['parent of the chart', tgz({ path: 'a/../x' }), 'unsafe-path: chart illegally references parent directory'],
    ['windows parent', tgz({ path: 'a\\..\\..\\x' }), 'unsafe-path: chart illegally references parent directory'],
    ['windows', tgz({ path: 'a\\templates\\x.yaml' }), 'templates/x.yaml'],
    ['drive', tgz({ path: 'a/c:/x' }), 'unsafe-path: chart contains illegally named files'],
    ['beside', tgz({ path: 'x' }), 'unsafe-path: chart illegally contains content outside the base directory: "x"'],
    ['link out', tgz({ path: 'a/x', type: 'SymbolicLink', linkpath: '/etc/passwd' }), 'bad-link: '],
    ['link up', tgz({ path: 'a/x', type: 'SymbolicLink', linkpath: '../../x' }), 'bad-link: '],
    ['link to a neighbour', tgz({ path: 'a/x', type: 'SymbolicLink', linkpath: '../b/x' }), 'bad-link: '],
    ['hard link out', tgz({ path: 'a/x', type: 'Link', linkpath: '/etc/passwd' }), 'bad-link: '],
    ['link within', tgz({ path: 'a/b/x', type: 'SymbolicLink', linkpath: '../y' }), 'b/x'],
    ['device', tgz({ path: 'a/x', type: 'CharacterDevice' }), 'irregular-file: '],
    ['block device', tgz({ path: 'a/x', type: 'BlockDevice' }), 'irregular-file: '],
    ['pipe', tgz({ path: 'a/x', type: 'FIFO' }), 'irregular-file: '],
    ['nothing', tgz(), 'bad-archive: no files in chart archive'],
    ['no bytes', Buffer.alloc(0), 'bad-archive: unexpected EOF'],
    ['not gzip', Buffer.from('this is plainly not gzip'), 'bad-archive: gzip: invalid header'],
    ['plain tar', tar(chart), 'bad-archive: gzip: invalid header'],
    ['cut short', tgz(chart).subarray(0, 60), 'bad-archive: unexpected EOF'],
    ['tar cut short', gzipSync(tar(chart).subarray(0, 530)), 'bad-archive: unexpected EOF'],
    ['not tar', gzipSync(Buffer.alloc(2000, 'x')), 'bad-archive: archive/tar: invalid tar header'],
    ['twice alike', tgz(chart, chart), 'Chart.yaml'],
    ['twice different', tgz(chart, { ...chart, text: 'name: b\n' }), 'duplicate-entry: '],
    ['twice in another case', tgz(chart, { ...chart, path: 'a/chart.yaml' }), 'duplicate-entry: '],
    ['size beyond the end', gzipSync(entry({ path: 'a/x', size: 9_000_000_000 })), 'bad-archive: unexpected EOF'],
  ]
  test.each(rows)('%s', (_name, data, expected) => {
    expect(failure(data)).toMatch(new RegExp(`^${expected.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`))
  })
})

describe('limits', () => {
  test('bytes of one file', () => {
    const data = tgz({ path: 'a/x', text: 'x'.repeat(2000) })
    const message = 'too-large: decompressed chart file "a/x" is larger than the maximum file size 1000'
    expect(failure(data, { fileBytes: 1000 })).toBe(message)
  })

  test('bytes of all files', () => {
    const data = tgz({ path: 'a/x', text: 'x'.repeat(600) }, { path: 'a/y', text: 'x'.repeat(600) })
    expect(failure(data, { totalBytes: 1000 })).toBe(
      'too-large: decompressed chart is larger than the maximum size 1000',
    )
  })

  test('entries', () => {
    expect(failure(tgz(chart, { path: 'a/x' }, { path: 'a/y' }), { entries: 2 })).toMatch(/^too-large: .* 2 entries$/)
  })

  test('a bomb stops by its ratio, long before it is inflated', () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024))
    const started = process.memoryUsage().rss
    expect(failure(bomb)).toBe('too-large: decompressed chart is more than 200 times larger than the archive')
    expect(process.memoryUsage().rss - started).toBeLessThan(150 * 1024 * 1024)
  })

  test('charts in charts in charts', async () => {
    let data = Buffer.from(tgz(chart))
    for (let level = 0; level < 5; level++) {
      const files = [
        { name: 'a/Chart.yaml', data: Buffer.from(chartYaml), modifiedMs: 0 },
        { name: 'a/charts/a-1.0.0.tgz', data, modifiedMs: 0 },
      ]
      data = Buffer.from(await packFiles(files))
    }
    const load = (depth: number) => assembleChart({ files: readArchive(data), origin: 'a.tgz' }, { limits: { depth } })
    expect(load(5).dependencies[0]?.dependencies[0]?.origin).toBe('a.tgz/charts/a-1.0.0.tgz/charts/a-1.0.0.tgz')
    expect(() => load(4)).toThrow(SourceError)
  })
})

describe('archives in archives', () => {
  test('share one budget', async () => {
    const inner = Buffer.from(
      await packFiles([
        { name: 's/Chart.yaml', data: Buffer.from(chartYaml), modifiedMs: 0 },
        { name: 's/x', data: Buffer.alloc(1000), modifiedMs: 0 },
      ]),
    )
    const files = [1, 2, 3].map((index) => ({ name: `charts/s${index}.tgz`, data: inner }))
    const all = [{ name: 'Chart.yaml', data: Buffer.from(chartYaml) }, ...files]
    expect(assembleChart({ files: all, origin: 'a' }).dependencies).toHaveLength(3)
    const load = () => assembleChart({ files: all, origin: 'a' }, { limits: { totalBytes: 3500 } })
    expect(load).toThrow(
      /^error unpacking subchart s3.tgz in a: decompressed chart is larger than the maximum size 3500$/,
    )
  })
})

describe('what is packed is read back', () => {
  test('long and foreign names, sizes around a block', async () => {
    const names = [
      'x',
      `${'d'.repeat(90)}/${'e'.repeat(90)}.txt`,
      `${'f'.repeat(180)}.txt`,
      'grüße/日本.txt',
      `${'p/'.repeat(140)}x`,
    ]
    const files = names.map((name, index) => ({
      name: `a/${name}`,
      data: Buffer.alloc(510 + index, 'x'),
      modifiedMs: 1000,
    }))
    const read = readArchive(await packFiles(files))
    expect(read.map(({ name, data }) => [name, data.length])).toEqual(names.map((name, index) => [name, 510 + index]))
  })

  test('the same bytes for the same files', async () => {
    const files = [{ name: 'a/Chart.yaml', data: Buffer.from(chartYaml), modifiedMs: 1_700_000_000_000 }]
    expect(await packFiles(files)).toEqual(await packFiles(files))
  })
})

const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31))
const numRuns = Number(process.env.FUZZ_RUNS ?? 300)

describe(`mutated archives (FUZZ_SEED=${seed})`, () => {
  const sound = tar(chart, { path: 'a/values.yaml', text: 'a: 1\n' }, { path: 'a/templates/x.yaml', text: 'x' })
  const packed = gzipSync(sound)

  /** Bytes changed at random places. */
  const mutate = (base: Buffer) =>
    fc.array(fc.tuple(fc.nat(base.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 }).map((changes) => {
      const copy = Buffer.from(base)
      for (const [at, value] of changes) copy[at] = value
      return copy
    })

  /** Sums put right again, so that mutations reach what stands behind them. */
  const mend = (data: Buffer) => {
    for (let at = 0; at + 512 <= data.length; at += 512) {
      if (data.toString('latin1', at + 257, at + 262) !== 'ustar') continue
      data.fill(0x20, at + 148, at + 156)
      const sum = data.subarray(at, at + 512).reduce((total, byte) => total + byte, 0)
      data.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148, 'latin1')
    }
    return data
  }

  const load = (data: Uint8Array) => {
    const started = performance.now()
    try {
      assembleChart({ files: readArchive(data), origin: 'a.tgz' })
    } catch (error) {
      if (!(error instanceof SourceError)) throw error
    }
    expect(performance.now() - started).toBeLessThan(2000)
  }

  const rows = [
    ['compressed bytes', mutate(packed)],
    ['tar bytes', mutate(sound).map((data) => gzipSync(data))],
    ['tar bytes with right sums', mutate(sound).map((data) => gzipSync(mend(data)))],
    ['any bytes', fc.uint8Array({ maxLength: 3000 })],
    ['any tar', fc.uint8Array({ maxLength: 3000 }).map((data) => gzipSync(data))],
  ] as const
  test.each(rows)('%s', (_name, data) => {
    fc.assert(fc.property(data, load), { seed, numRuns })
  })
})
