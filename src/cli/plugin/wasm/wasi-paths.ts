import { type Descriptors, MAX_OPEN } from './descriptors.ts'
import type { HostFunctions } from './engine.ts'
import { errno, fileType } from './errno.ts'
import { findPlace, type MemoryFolder, type MemoryNode, newFolder, type Place, resizeFile } from './files.ts'
import type { GuestMemory } from './guest.ts'
import { putStat } from './wasi-files.ts'

/** The functions of WASI that work on paths below an open folder. */
export function pathFunctions(descriptors: Descriptors, memory: GuestMemory): HostFunctions {
  return {
    ...preopenFunctions(descriptors, memory),
    ...changeFunctions(descriptors, memory),
    path_open: (fd: number, _lookup: number, path: number, ...[length, ...rest]: [number, ...Opening]) =>
      open({ descriptors, memory }, { fd, path, length, rest }),
    path_filestat_get: (fd: number, _lookup: number, path: number, ...[length, at]: [number, number]) => {
      const node = placeOf(descriptors, fd, memory.text(path, length))?.node
      if (node === undefined) return errno.noEntry
      const isFile = node.kind === 'file'
      putStat(memory, at, { type: isFile ? fileType.file : fileType.folder, size: isFile ? node.bytes.length : 0 })
      return errno.success
    },
    path_filestat_set_times: () => errno.success,
    fd_readdir: (fd: number, buffer: number, length: number, ...[cookie, used]: [bigint, number]) => {
      const folder = folderOf(descriptors, fd)
      if (folder === undefined) return errno.badDescriptor
      memory.setWord(used, listInto(folder, memory.bytes(buffer, length), Number(cookie)))
      return errno.success
    },
  }
}

function preopenFunctions(descriptors: Descriptors, memory: GuestMemory): HostFunctions {
  const pathOf = (fd: number): Uint8Array | undefined => {
    const found = descriptors.get(fd)
    return found?.kind === 'folder' && found.path !== undefined ? Buffer.from(found.path) : undefined
  }
  return {
    fd_prestat_get: (fd: number, at: number) => {
      const path = pathOf(fd)
      if (path === undefined) return errno.badDescriptor
      memory.setWord(at, 0)
      memory.setWord(at + 4, path.length)
      return errno.success
    },
    fd_prestat_dir_name: (fd: number, at: number, length: number) => {
      const path = pathOf(fd)
      if (path === undefined) return errno.badDescriptor
      memory.bytes(at, length).set(path.subarray(0, length))
      return errno.success
    },
  }
}

function folderOf(descriptors: Descriptors, fd: number): MemoryFolder | undefined {
  const found = descriptors.get(fd)
  return found?.kind === 'folder' ? found.folder : undefined
}

function placeOf(descriptors: Descriptors, fd: number, path: string): Place | undefined {
  const folder = folderOf(descriptors, fd)
  return folder && findPlace(folder, path)
}

type Opening = [flags: number, rights: bigint, inherited: bigint, fdFlags: number, opened: number]

interface Guest {
  readonly descriptors: Descriptors
  readonly memory: GuestMemory
}

interface Asked {
  readonly fd: number
  readonly path: number
  readonly length: number
  readonly rest: Opening
}

const CREATE = 1
const FOLDER = 2
const EXCLUSIVE = 4
const TRUNCATE = 8
const APPEND = 1

function open({ descriptors, memory }: Guest, { fd, path, length, rest }: Asked): number {
  const [flags, , , fdFlags, opened] = rest
  const place = placeOf(descriptors, fd, memory.text(path, length))
  if (place === undefined) return errno.noEntry
  if (descriptors.size >= MAX_OPEN) return errno.noSpace
  const node = place.node ?? created(place, flags)
  if (node === undefined) return errno.noEntry
  if (place.node !== undefined && (flags & EXCLUSIVE) !== 0) return errno.exists
  if (node.kind === 'file' && (flags & FOLDER) !== 0) return errno.notFolder
  if (node.kind === 'file' && (flags & TRUNCATE) !== 0) resizeFile(node, 0)
  const next = Math.max(...descriptors.keys()) + 1
  if (node.kind === 'folder') descriptors.set(next, { kind: 'folder', folder: node })
  else descriptors.set(next, { kind: 'file', file: node, appends: (fdFlags & APPEND) !== 0, at: 0 })
  memory.setWord(opened, next)
  return errno.success
}

function created({ folder, name }: Place, flags: number): MemoryNode | undefined {
  if ((flags & CREATE) === 0 || (flags & FOLDER) !== 0 || name === '') return undefined
  const file: MemoryNode = { kind: 'file', bytes: new Uint8Array() }
  folder.entries.set(name, file)
  return file
}

function changeFunctions(descriptors: Descriptors, memory: GuestMemory): HostFunctions {
  const place = (fd: number, path: number, length: number): Place | undefined =>
    placeOf(descriptors, fd, memory.text(path, length))
  const removal =
    (wanted: MemoryNode['kind'], otherwise: number) =>
    (fd: number, path: number, length: number): number => {
      const found = place(fd, path, length)
      if (found?.node === undefined) return errno.noEntry
      if (found.node.kind !== wanted) return otherwise
      if (found.node.kind === 'folder' && found.node.entries.size > 0) return errno.notEmpty
      found.folder.entries.delete(found.name)
      return errno.success
    }
  return {
    path_create_directory: (fd: number, path: number, length: number) => {
      const found = place(fd, path, length)
      if (found === undefined) return errno.noEntry
      if (found.node !== undefined) return errno.exists
      found.folder.entries.set(found.name, newFolder())
      return errno.success
    },
    path_remove_directory: removal('folder', errno.notFolder),
    path_unlink_file: removal('file', errno.isFolder),
    path_rename: (fd: number, path: number, length: number, ...target: [number, number, number]) => {
      const [from, to] = [place(fd, path, length), place(...target)]
      if (from?.node === undefined || to === undefined || to.name === '') return errno.noEntry
      from.folder.entries.delete(from.name)
      to.folder.entries.set(to.name, from.node)
      return errno.success
    },
  }
}

/** Writes `dirent`s from the entry `cookie` on, the last one cut where the buffer ends; gives how many bytes. */
function listInto(folder: MemoryFolder, buffer: Uint8Array, cookie: number): number {
  let used = 0
  for (const [index, [name, node]] of [...folder.entries].entries()) {
    if (index < cookie || used >= buffer.length) continue
    const text = Buffer.from(name)
    const entry = Buffer.alloc(24 + text.length)
    entry.writeBigUInt64LE(BigInt(index + 1), 0)
    entry.writeUInt32LE(text.length, 16)
    entry.writeUInt8(node.kind === 'file' ? fileType.file : fileType.folder, 20)
    text.copy(entry, 24)
    const part = entry.subarray(0, buffer.length - used)
    buffer.set(part, used)
    used += part.length
  }
  return used
}
