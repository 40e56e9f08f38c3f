import { readdirSync, statSync } from 'node:fs'
import { decryptValues, readBounded, SourceError } from '#source'
import type { StackWorld } from '#stack'
import { templateEnvironment } from '../chart/environment.ts'
import { keyPlaces } from '../chart/key-places.ts'
import type { Session } from '../frame/session.ts'
import { runProgram } from './program.ts'

/** The files, variables, clock and programs of a session, for reading stacks. Every file is read once. */
export function stackWorld(session: Session, { runs }: { readonly runs: boolean }): StackWorld {
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
    run: runs ? (call) => runProgram(call, session) : undefined,
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
