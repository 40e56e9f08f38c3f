import { readdirSync, statSync } from 'node:fs'
import { decryptValues, readBounded, SourceError } from '#source'
import type { StackWorld } from '#stack'
import { templateEnvironment } from '../chart/environment.ts'
import { keyPlaces } from '../chart/key-places.ts'
import type { Session } from '../frame/session.ts'

/** The files, variables and clock of a session, for reading stacks. Every file is read once. */
export function stackWorld(session: Session): StackWorld {
  const texts = new Map<string, string | undefined>()
  return {
    readText: (path) => {
      if (!texts.has(path)) texts.set(path, readText(path))
      return texts.get(path)
    },
    isFolder: (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false,
    list: (path) => {
      try {
        return readdirSync(path).sort()
      } catch {
        return [] // a folder that is not there has nothing in it
      }
    },
    variable: (name) => session.environment[name],
    sprig: templateEnvironment(session),
    decrypt: (text, file) => decryptValues(text, { file, ...keyPlaces(session) }),
  }
}

function readText(path: string): string | undefined {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return undefined
  try {
    return Buffer.from(readBounded(path)).toString('utf8')
  } catch (error) {
    if (error instanceof SourceError && error.code === 'not-found') return undefined
    throw error
  }
}
