import { expect, test } from 'vitest'
import { errno, PluginExit } from './errno.ts'
import { GuestMemory } from './guest.ts'
import { createWasi } from './wasi.ts'

const PATH = 100
const DATA = 1000
const LIST = 2000
const OUT = 3000
const CREATE = 1

interface Guest {
  readonly call: (name: string, ...words: (number | bigint)[]) => number
  readonly memory: GuestMemory
  readonly written: string[]
  /** Puts a text somewhere and gives its length. */
  readonly put: (at: number, text: string) => number
}

function guest(hasTempFolder = true): Guest {
  const memory = new GuestMemory()
  memory.bind({ buffer: new ArrayBuffer(65_536) })
  const written: string[] = []
  const input = Buffer.from('typed')
  const wasi = createWasi(
    {
      environment: ['A=1', 'LONG=é'],
      hasTempFolder,
      now: () => 1_700_000_000_000,
      randomBytes: (size) => new Uint8Array(size).fill(7),
      read: (into) => input.copy(into),
      write: (descriptor, bytes) => written.push(`${descriptor}:${Buffer.from(bytes).toString()}`),
    },
    memory,
  )
  const put = (at: number, text: string): number => {
    const bytes = Buffer.from(text)
    memory.bytes(at, bytes.length).set(bytes)
    return bytes.length
  }
  const call = (name: string, ...words: (number | bigint)[]): number =>
    (wasi[name] as (...words: (number | bigint)[]) => number)(...words)
  return { call, memory, written, put }
}

function open({ call, memory, put }: Guest, path: string, flags: number): number {
  const code = call('path_open', 3, 0, PATH, put(PATH, path), flags, 0n, 0n, 0, OUT)
  return code === errno.success ? memory.view.getUint32(OUT, true) : -code
}

function piece({ memory }: Guest, length: number): readonly [number, number, number] {
  memory.setWord(LIST, DATA)
  memory.setWord(LIST + 4, length)
  return [LIST, 1, OUT]
}

const write = (one: Guest, fd: number, text: string): number =>
  one.call('fd_write', fd, ...piece(one, one.put(DATA, text)))

function read(one: Guest, fd: number): string {
  if (one.call('fd_read', fd, ...piece(one, 100)) !== errno.success) return 'failed'
  return one.memory.text(DATA, one.memory.view.getUint32(OUT, true))
}

test('streams, environment, clock and exit', () => {
  const one = guest()
  write(one, 1, 'out')
  write(one, 2, 'err')
  expect(one.written).toEqual(['1:out', '2:err'])
  expect(read(one, 0)).toBe('typed')
  one.call('environ_sizes_get', OUT, OUT + 4)
  expect([one.memory.view.getUint32(OUT, true), one.memory.view.getUint32(OUT + 4, true)]).toEqual([2, 12])
  one.call('environ_get', OUT, DATA)
  expect(one.memory.text(DATA, 12)).toBe('A=1\0LONG=é\0')
  one.call('clock_time_get', 0, 0n, OUT)
  expect(one.memory.view.getBigUint64(OUT, true)).toBe(1_700_000_000_000_000_000n)
  expect(() => one.call('proc_exit', 3)).toThrow(PluginExit)
})

test('files of the temporary folder', () => {
  const one = guest()
  const fd = open(one, 'a.txt', CREATE)
  expect(write(one, fd, 'hello world')).toBe(errno.success)
  one.call('fd_seek', fd, 6n, 0, OUT)
  expect(read(one, fd)).toBe('world')
  one.call('fd_filestat_set_size', fd, 3n)
  one.call('fd_seek', fd, 0n, 0, OUT)
  expect(read(one, fd)).toBe('hel')
  expect(one.call('fd_close', fd)).toBe(errno.success)
  expect(read(one, fd)).toBe('failed')
  expect(one.call('path_rename', 3, PATH, one.put(PATH, 'a.txt'), 3, PATH + 50, one.put(PATH + 50, 'b.txt'))).toBe(0)
  expect(open(one, 'a.txt', 0)).toBe(-errno.noEntry)
  expect(open(one, 'b.txt', 0)).toBeGreaterThan(3)
  expect(one.call('fd_readdir', 3, DATA, 200, 0n, OUT)).toBe(errno.success)
  expect(one.memory.text(DATA + 24, 5)).toBe('b.txt')
})

test.each([
  ['what is not there', 'none', 0, -errno.noEntry],
  ['a way out', '../etc/passwd', 0, -errno.noEntry],
  ['a way out and back', 'a/../../tmp/x', CREATE, -errno.noEntry],
  ['a folder that is not there', 'a/b', CREATE, -errno.noEntry],
  ['a name that is a property of objects', '__proto__', 0, -errno.noEntry],
])('%s cannot be opened', (_, path, flags, wanted) => {
  expect(open(guest(), path, flags)).toBe(wanted)
})

test('folders', () => {
  const one = guest()
  const make = (): number => one.call('path_create_directory', 3, PATH, one.put(PATH, 'sub'))
  expect([make(), make()]).toEqual([errno.success, errno.exists])
  expect(open(one, 'sub/x', CREATE)).toBeGreaterThan(3)
  expect(one.call('path_remove_directory', 3, PATH, one.put(PATH, 'sub'))).toBe(errno.notEmpty)
  expect(one.call('path_unlink_file', 3, PATH, one.put(PATH, 'sub'))).toBe(errno.isFolder)
  expect(one.call('path_unlink_file', 3, PATH, one.put(PATH, 'sub/x'))).toBe(errno.success)
  expect(one.call('path_remove_directory', 3, PATH, one.put(PATH, 'sub'))).toBe(errno.success)
})

test('without a temporary folder there is none', () => {
  expect(open(guest(false), 'a', CREATE)).toBe(-errno.noEntry)
  expect(guest(false).call('fd_prestat_get', 3, OUT)).toBe(errno.badDescriptor)
})
