import { isAbsolute, join } from 'node:path'
import { define, type GoFunction, type GoMap, type Value } from '#template'
import type { StackWorld } from '../contract.ts'

/** `readFile`, `readDir`, `readDirEntries`, `isFile`, `isDir`; paths start at `folder`. */
export function fileFunctions(world: StackWorld, folder: string): GoFunction[] {
  const at = (path: Value | undefined): string =>
    isAbsolute(path as string) ? (path as string) : join(folder, path as string)
  const read = (path: Value | undefined): string => {
    const text = world.readText(at(path))
    if (text === undefined) throw new Error(`open ${at(path)}: no such file or directory`)
    return text
  }
  const names = (path: Value | undefined): readonly string[] => {
    if (world.isFolder(at(path))) return world.list(at(path))
    throw new Error(`ReadDir ${JSON.stringify(at(path))}: open ${at(path)}: no such file or directory`)
  }
  return [
    define('readFile', ['string'], read),
    define('isFile', ['string'], (path) => world.readText(at(path)) !== undefined),
    define('isDir', ['string'], (path) => world.isFolder(at(path))),
    define('readDir', ['string'], (path) => {
      const files = names(path).filter((name) => !world.isFolder(join(at(path), name)))
      return files.map((name) => join(path as string, name))
    }),
    define('readDirEntries', ['string'], (path) =>
      names(path).map((name) => entryOf(name, world.isFolder(join(at(path), name)))),
    ),
  ]
}

/** What Go's `fs.DirEntry` has, as fields: `.Name`, `.IsDir`. */
function entryOf(name: string, isFolder: boolean): GoMap {
  return new Map<string, Value>([
    ['Name', name],
    ['IsDir', isFolder],
  ])
}
