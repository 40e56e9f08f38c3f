import { gzipSync } from 'node:zlib'
import { Header, type HeaderData } from 'tar'
import { type Attack, chartYaml } from './attack.ts'

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

function pack(...entries: readonly Entry[]): Buffer {
  return gzipSync(Buffer.concat([...entries.map(entry), Buffer.alloc(1024)]))
}

const chart: Entry = { path: 'c/Chart.yaml', text: chartYaml }
const link = (linkpath: string, type: 'SymbolicLink' | 'Link' = 'SymbolicLink'): Entry => ({
  path: 'c/templates/x.yaml',
  type,
  linkpath,
})
const zeros = (mebibytes: number): string => '\0'.repeat(mebibytes * 1024 * 1024)

/** An archive in an archive, so deep. */
function nested(depth: number): Buffer {
  let inner = pack(chart)
  for (let at = 0; at < depth; at++) {
    const header = new Header({
      path: 'c/charts/c.tgz',
      type: 'File',
      mode: 0o644,
      size: inner.length,
      mtime: new Date(0),
    })
    header.encode()
    const padding = Buffer.alloc((512 - (inner.length % 512)) % 512)
    inner = gzipSync(Buffer.concat([entry(chart), header.block as Buffer, inner, padding, Buffer.alloc(1024)]))
  }
  return inner
}

const sound = pack(chart, { path: 'c/templates/a.yaml', text: 'a: 1\n'.repeat(2_000) })
const checksumGone = Buffer.from(sound)
checksumGone.fill(0xff, checksumGone.length - 8)

/** Archives that no chart is; made when asked for, since some are large. */
const archives: Readonly<Record<string, () => Uint8Array>> = {
  'absolute path': () => pack(chart, { path: '/etc/evil' }),
  'path that climbs': () => pack(chart, { path: 'c/../../evil', text: 'x' }),
  'path that climbs, Windows': () => pack(chart, { path: 'c\\..\\..\\evil', text: 'x' }),
  'a drive': () => pack(chart, { path: 'c/c:/evil', text: 'x' }),
  'symbolic link out of the tree': () => pack(chart, link('/etc/passwd')),
  'symbolic link that climbs': () => pack(chart, link('../../../../etc/passwd')),
  'hard link out of the tree': () => pack(chart, link('/etc/passwd', 'Link')),
  'link to a folder, then a file in it': () =>
    pack(chart, { path: 'c/x', type: 'SymbolicLink', linkpath: '/tmp' }, { path: 'c/x/evil', text: 'x' }),
  'character device': () => pack(chart, { path: 'c/templates/x.yaml', type: 'CharacterDevice' }),
  'block device': () => pack(chart, { path: 'c/templates/x.yaml', type: 'BlockDevice' }),
  pipe: () => pack(chart, { path: 'c/templates/x.yaml', type: 'FIFO' }),
  'one file of 1 GB': () =>
    gzipSync(Buffer.concat([entry(chart), Buffer.concat([bigHeader(2 ** 30), Buffer.alloc(200 * 1024 * 1024)])])),
  '200 MB of zeros': () => gzipSync(Buffer.alloc(200 * 1024 * 1024)),
  'files of 4 MB, 60 times': () =>
    pack(chart, ...Array.from({ length: 60 }, (_, index) => ({ path: `c/x${index}`, text: zeros(4) }))),
  'a size beyond the end': () => gzipSync(Buffer.concat([entry(chart), bigHeader(8 ** 10)])),
  'a negative size': () => gzipSync(Buffer.concat([entry(chart), negativeHeader(), Buffer.alloc(1024)])),
  '60,000 empty files': () => pack(chart, ...Array.from({ length: 60_000 }, (_, index) => ({ path: `c/x${index}` }))),
  'one name twice': () => pack(chart, { path: 'c/Chart.yaml', text: 'apiVersion: v2\nname: d\nversion: 9.9.9\n' }),
  'cut short': () => sound.subarray(0, sound.length / 2),
  'cut after the header': () => sound.subarray(0, 10),
  'checksum that is wrong': () => checksumGone,
  'no gzip at all': () => Buffer.from('PK\u0003\u0004 this is something else, and long enough to be looked at'),
  'no tar inside': () => gzipSync(Buffer.from('x'.repeat(10_000))),
  nothing: () => new Uint8Array(),
  'archives 60 deep': () => nested(60),
  'a path of 100 KB': () => gzipSync(Buffer.concat([longPath(100_000), entry(chart), Buffer.alloc(1024)])),
}

function bigHeader(size: number): Buffer {
  const header = new Header({ path: 'c/big', type: 'File', mode: 0o644, size, mtime: new Date(0) })
  header.encode()
  return header.block as Buffer
}

/** A header whose size is -1 in base 256, with a sound checksum. */
function negativeHeader(): Buffer {
  const header = bigHeader(0)
  header.fill(0xff, 124, 136)
  header.fill(' ', 148, 156)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

function longPath(length: number): Buffer {
  return entry({ path: '././@LongLink', type: 'NextFileHasLongPath', text: `c/${'../'.repeat(length / 3)}evil\0` })
}

const uses: readonly (readonly string[])[] = [
  ['template', 'x', './evil.tgz', '--output-dir', 'out'],
  ['show', 'all', './evil.tgz'],
  ['lint', './evil.tgz'],
]

/** Every archive as a chart, by each command that opens one. */
export function archiveAttacks(): Attack[] {
  return Object.entries(archives).flatMap(([name, make]) => {
    const data = make()
    return uses.map(
      (args): Attack => ({ name: `archive: ${name} (${args[0]})`, files: { 'evil.tgz': data }, args, ends: 'refused' }),
    )
  })
}
