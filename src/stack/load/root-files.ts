import { basename, join } from 'node:path'
import type { StackWorld } from '../contract.ts'
import { StackError } from '../error.ts'

const NAMES = ['stack.yaml', 'helmfile.yaml', 'helmfile.yaml.gotmpl', 'helmfile.d'] as const

/**
 * The files that a path stands for: itself, the stack file of a folder, all of a `helmfile.d`, and of any other folder that a
 * helmfile names. Throws StackError.
 */
export function rootFiles(path: string, world: StackWorld, parent?: 'own' | 'helmfile'): readonly string[] {
  if (!world.isFolder(path)) return [path]
  const all = world.list(path).filter((name) => /\.ya?ml(?:\.gotmpl)?$/.test(name))
  if (basename(path) === 'helmfile.d') return all.map((name) => join(path, name))
  const names = NAMES.filter(
    (each) => world.isFolder(join(path, each)) || world.readText(join(path, each)) !== undefined,
  )
  const [name] = names
  if (names.length > 1) {
    throw new StackError('bad-stack', `${path} has both ${names.join(' and ')} – expected one of them`, {
      hint: 'name the file that is meant',
    })
  }
  if (name === undefined && parent === 'helmfile') return all.map((each) => join(path, each))
  if (name === undefined) throw new StackError('missing-file', `${path} has no ${NAMES.join(', no ')}`)
  return rootFiles(join(path, name), world)
}
