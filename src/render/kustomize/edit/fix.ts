import { fixKustomization } from '../file/fix.ts'
import { type KustomizationText, parseKustomization } from '../file/read.ts'
import type { Kustomization, Label, Patch } from '../file/types.ts'
import { printKustomization } from './commented-fields.ts'
import type { EditWorld } from './edit.ts'
import { refuse } from './refuse.ts'
import { replaceVars } from './vars.ts'

/** What `edit fix` makes of a kustomization file. */
export interface Fixed {
  /** The file's new text. */
  readonly text: string
  /** Other files that get another content, by path. */
  readonly writes: ReadonlyMap<string, string>
  /** What is said of it. */
  readonly notice: string
}

/** `edit fix`: deprecated fields become what replaces them; vars only if asked for. Throws `KustomizeError`. */
export function fixDeprecated(source: KustomizationText, world: EditWorld, options: { readonly vars: boolean }): Fixed {
  const file = withLabels(withPatches(fixKustomization(parseKustomization(source)), world))
  const print = (changed: Kustomization): string => printKustomization(source.text, changed)
  if (!options.vars) return { text: print(file), writes: new Map(), notice: NOTICE + VARS_NOTICE }
  const replaced = replaceVars(file, world)
  return { text: print(replaced.file), writes: replaced.writes, notice: `${NOTICE}  vars -> replacements\n` }
}

const NOTICE = `
Fixed fields:
  patchesJson6902 -> patches
  patchesStrategicMerge -> patches
  commonLabels -> labels
`

const VARS_NOTICE = `
To convert vars -> replacements, run the command \`kustomize edit fix --vars\`

WARNING: Converting vars to replacements will potentially overwrite many resource files 
and the resulting files may not produce the same output when \`kustomize build\` is run. 
We recommend doing this in a clean git repository where the change is easy to undo.
`

function withPatches(file: Kustomization, world: EditWorld): Kustomization {
  const { patchesJson6902, patchesStrategicMerge, ...rest } = file
  const strategic = (patchesStrategicMerge ?? []).map((entry) => strategicPatch(entry, world))
  const patches = [...(file.patches ?? []), ...(patchesJson6902 ?? []), ...strategic]
  return { ...rest, patches }
}

/** An entry is a path if there is a file of that name, else the patch itself. */
function strategicPatch(entry: string, world: EditWorld): Patch {
  try {
    world.read(entry)
    return { path: entry }
  } catch {
    return { patch: entry }
  }
}

function withLabels(file: Kustomization): Kustomization {
  const { commonLabels = {}, ...rest } = file
  if (Object.keys(commonLabels).length === 0) return file
  for (const { pairs = {} } of file.labels ?? []) {
    const both = Object.keys(pairs).find((key) => key in commonLabels)
    if (both !== undefined) refuse(`label name '${both}' exists in both commonLabels and labels`)
  }
  const label: Label = { pairs: commonLabels, includeSelectors: true }
  return { ...rest, labels: [...(file.labels ?? []), label] }
}
