import { type Descriptor, type Descriptors, type FileDescriptor, MAX_FILE_BYTES } from './descriptors.ts'
import type { HostFunctions } from './engine.ts'
import { errno, fileType } from './errno.ts'
import { resizeFile } from './files.ts'
import type { GuestMemory } from './guest.ts'

/** The functions of WASI that work on what is open. */
export function fileFunctions(descriptors: Descriptors, memory: GuestMemory): HostFunctions {
  return {
    ...streamFunctions(descriptors, memory),
    ...positionFunctions(descriptors, memory),
    ...stateFunctions(descriptors, memory),
  }
}

type Io = (fd: number, list: number, count: number, done: number) => number

function streamFunctions(descriptors: Descriptors, memory: GuestMemory): HostFunctions {
  const read: Io = (fd, list, count, done) => {
    const open = descriptors.get(fd)
    if (open === undefined || open.kind === 'folder') return errno.badDescriptor
    memory.setWord(done, readInto(open, memory.pieces(list, count)))
    return errno.success
  }
  const write: Io = (fd, list, count, done) => {
    const open = descriptors.get(fd)
    if (open === undefined || open.kind === 'folder') return errno.badDescriptor
    const written = writeFrom(open, memory.pieces(list, count))
    if (written === undefined) return errno.noSpace
    memory.setWord(done, written)
    return errno.success
  }
  return {
    fd_read: read,
    fd_write: write,
    fd_pread: (fd: number, list: number, count: number, ...[at, done]: [bigint, number]) =>
      placed(descriptors, fd, at, () => read(fd, list, count, done)),
    fd_pwrite: (fd: number, list: number, count: number, ...[at, done]: [bigint, number]) =>
      placed(descriptors, fd, at, () => write(fd, list, count, done)),
  }
}

/** Does something at a place of a file, and leaves its position as it was. */
function placed(descriptors: Descriptors, fd: number, at: bigint, act: () => number): number {
  const open = descriptors.get(fd)
  if (open?.kind !== 'file') return errno.badDescriptor
  const before = open.at
  open.at = Number(at)
  const result = act()
  open.at = before
  return result
}

type Streamed = Exclude<Descriptor, { readonly kind: 'folder' }>

function readInto(open: Streamed, pieces: readonly Uint8Array[]): number {
  let total = 0
  for (const piece of pieces) {
    const count = open.kind === 'stream' ? open.read(piece) : readFile(open, piece)
    total += count
    if (count < piece.length) break
  }
  return total
}

function readFile(open: FileDescriptor, into: Uint8Array): number {
  const part = open.file.bytes.subarray(open.at, open.at + into.length)
  into.set(part)
  open.at += part.length
  return part.length
}

function writeFrom(open: Streamed, pieces: readonly Uint8Array[]): number | undefined {
  let total = 0
  for (const piece of pieces) {
    if (open.kind === 'stream') open.write(piece)
    else if (!writeFile(open, piece)) return undefined
    total += piece.length
  }
  return total
}

function writeFile(open: FileDescriptor, bytes: Uint8Array): boolean {
  const at = open.appends ? open.file.bytes.length : open.at
  const end = at + bytes.length
  if (end > MAX_FILE_BYTES) return false
  if (end > open.file.bytes.length) resizeFile(open.file, end)
  open.file.bytes.set(bytes, at)
  open.at = end
  return true
}

function positionFunctions(descriptors: Descriptors, memory: GuestMemory): HostFunctions {
  return {
    fd_seek: (fd: number, offset: bigint, whence: number, at: number) => {
      const open = descriptors.get(fd)
      if (open?.kind !== 'file') return errno.badDescriptor
      const bases = [0, open.at, open.file.bytes.length]
      const position = (bases[whence] ?? Number.NaN) + Number(offset)
      if (!(position >= 0)) return errno.invalid
      open.at = position
      memory.setLong(at, BigInt(position))
      return errno.success
    },
    fd_tell: (fd: number, at: number) => {
      const open = descriptors.get(fd)
      if (open?.kind !== 'file') return errno.badDescriptor
      memory.setLong(at, BigInt(open.at))
      return errno.success
    },
    fd_close: (fd: number) => (descriptors.delete(fd) ? errno.success : errno.badDescriptor),
    fd_renumber: (from: number, to: number) => {
      const open = descriptors.get(from)
      if (open === undefined || !descriptors.has(to)) return errno.badDescriptor
      descriptors.set(to, open)
      descriptors.delete(from)
      return errno.success
    },
  }
}

/** Everything that may be done is allowed. */
const ALL_RIGHTS = 0x1fff_ffffn

function stateFunctions(descriptors: Descriptors, memory: GuestMemory): HostFunctions {
  const ifOpen = (fd: number): number => (descriptors.has(fd) ? errno.success : errno.badDescriptor)
  const resize = (fd: number, size: bigint): number => {
    const open = descriptors.get(fd)
    if (open?.kind !== 'file') return errno.badDescriptor
    if (size > MAX_FILE_BYTES) return errno.noSpace
    resizeFile(open.file, Number(size))
    return errno.success
  }
  return {
    fd_fdstat_get: (fd: number, at: number) => {
      const open = descriptors.get(fd)
      if (open === undefined) return errno.badDescriptor
      memory.bytes(at, 24).fill(0)
      memory.view.setUint8(at, typeOf(open))
      memory.setLong(at + 8, ALL_RIGHTS)
      memory.setLong(at + 16, ALL_RIGHTS)
      return errno.success
    },
    fd_fdstat_set_flags: ifOpen,
    fd_fdstat_set_rights: ifOpen,
    fd_filestat_set_times: ifOpen,
    fd_advise: ifOpen,
    fd_sync: ifOpen,
    fd_datasync: ifOpen,
    fd_filestat_set_size: resize,
    fd_allocate: (fd: number, offset: bigint, length: bigint) => {
      const open = descriptors.get(fd)
      const wanted = offset + length
      return open?.kind === 'file' && wanted <= open.file.bytes.length ? errno.success : resize(fd, wanted)
    },
    fd_filestat_get: (fd: number, at: number) => {
      const open = descriptors.get(fd)
      if (open === undefined) return errno.badDescriptor
      putStat(memory, at, { type: typeOf(open), size: open.kind === 'file' ? open.file.bytes.length : 0 })
      return errno.success
    },
  }
}

function typeOf({ kind }: Descriptor): number {
  return { stream: fileType.characterDevice, file: fileType.file, folder: fileType.folder }[kind]
}

/** Writes a `filestat`: 64 bytes. */
export function putStat(
  memory: GuestMemory,
  at: number,
  { type, size }: { readonly type: number; readonly size: number },
): void {
  memory.bytes(at, 64).fill(0)
  memory.view.setUint8(at + 16, type)
  memory.setLong(at + 24, 1n)
  memory.setLong(at + 32, BigInt(size))
}
