import { KustomizeError } from '../error.ts'
import { KUSTOMIZATION_NAMES } from '../load/kustomization-names.ts'
import type { Loader } from '../load/loader.ts'

/** The kustomization file of a folder. Throws `no-kustomization` where there is none, or more than one. */
export function findKustomization(loader: Loader): { readonly name: string; readonly text: string } {
  const found = KUSTOMIZATION_NAMES.flatMap((name) => {
    const text = tryLoad(loader, name)
    return text === undefined ? [] : [{ name, text }]
  })
  const [first] = found
  if (first === undefined) {
    const message = `unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${loader.root}'`
    throw new KustomizeError({ code: 'no-kustomization', message, hint: 'write one, or name the folder that has it' })
  }
  if (found.length > 1) {
    const message = `Found multiple kustomization files under: ${loader.root}\n`
    const names = found.map(({ name }) => name)
    const position = { file: loader.pathOf(names[1] ?? ''), line: 1, column: 1 }
    throw new KustomizeError({ code: 'no-kustomization', message, position, hint: `keep one of ${names.join(', ')}` })
  }
  return first
}

function tryLoad(loader: Loader, name: string): string | undefined {
  if (!loader.has(name)) return undefined
  try {
    return loader.loadText(name)
  } catch (error) {
    if (error instanceof KustomizeError) return undefined
    throw error
  }
}
