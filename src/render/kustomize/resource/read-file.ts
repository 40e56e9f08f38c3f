import { wrapFailure } from '../error.ts'
import type { Loader } from '../load/loader.ts'
import { readUniqueResources } from './read.ts'
import type { Resource } from './resource.ts'

/** The objects of a file, none of which may have the id of another. Throws as loading and reading do, with the file's name. */
export function readResourceFile(loader: Pick<Loader, 'loadText' | 'root'>, path: string): Resource[] {
  const text = loader.loadText(path)
  try {
    return readUniqueResources(text, `${loader.root}/${path}`)
  } catch (error) {
    throw wrapFailure(error, (message) => inFile(message, path))
  }
}

/** The message of a file that cannot be read as objects, with its name. */
export function inFile(message: string, path: string): string {
  if (/error converting YAML to JSON|error unmarshaling JSON/.test(message)) {
    return `YAML file [${path}] encounters a format error.\n${message}\n`
  }
  return message.includes('MalformedYAMLError') ? `${message} in File: ${path}` : message
}
