import type { Patch, Selector } from '../file/types.ts'
import type { EditOperation, EditRequest } from './edit.ts'
import { goSyntaxOfPatch } from './patch-syntax.ts'
import { refuse } from './refuse.ts'

/** `edit add patch`. */
export const addPatch: EditOperation = (request, world) => {
  const patch = patchOf(request)
  if (patch.patch === undefined && patch.path === undefined) refuse('must provide either patch or path')
  return {
    change: (file) => {
      const same = (file.patches ?? []).find((other) => isSame(other, patch))
      if (same === undefined) return { ...file, patches: [...(file.patches ?? []), patch] }
      world.log(`patch ${goSyntaxOfPatch(same)} already in kustomization file`)
      return undefined
    },
  }
}

/** `edit remove patch`. */
export const removePatch: EditOperation = (request, world) => {
  const patch = patchOf(request)
  return {
    change: (file) => {
      const patches = (file.patches ?? []).filter((other) => !isSame(other, patch))
      if (patches.length !== (file.patches ?? []).length) return { ...file, patches }
      world.log(`patch ${patch.patch ?? ''} doesn't exist in kustomization file`)
      return undefined
    },
  }
}

const TARGET: readonly (readonly [flag: string, field: keyof Selector])[] = [
  ['group', 'group'],
  ['version', 'version'],
  ['kind', 'kind'],
  ['name', 'name'],
  ['namespace', 'namespace'],
  ['annotation-selector', 'annotationSelector'],
  ['label-selector', 'labelSelector'],
]

function patchOf({ flags }: EditRequest): Patch {
  const { path, patch } = flags
  if (path && patch) refuse("patch and path can't be set at the same time")
  const target = Object.fromEntries(TARGET.filter(([flag]) => flags[flag]).map(([flag, field]) => [field, flags[flag]]))
  return {
    ...(path && { path: String(path) }),
    ...(patch && { patch: String(patch) }),
    ...(Object.keys(target).length > 0 && { target: target as Selector }),
  }
}

function isSame(a: Patch, b: Patch): boolean {
  if ((a.path ?? '') !== (b.path ?? '') || (a.patch ?? '') !== (b.patch ?? '')) return false
  if (a.options !== undefined || (a.target === undefined) !== (b.target === undefined)) return false
  return TARGET.every(([, field]) => (a.target?.[field] ?? '') === (b.target?.[field] ?? ''))
}
