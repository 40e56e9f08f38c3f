import type { EditOperation, EditRequest } from './edit.ts'
import { refuse } from './refuse.ts'

const OPTIONS = ['managedByLabel', 'originAnnotations', 'transformerAnnotations']

function optionsOf({ args }: EditRequest): readonly string[] {
  if (args.length === 0) refuse('must specify a buildMetadata option')
  if (args.length > 1) {
    const given = `[${args.join(' ')}]`
    refuse(`too many arguments: ${given}; to provide multiple buildMetadata options, please separate options by comma`)
  }
  const options = (args[0] as string).split(',')
  for (const option of options) if (!OPTIONS.includes(option)) refuse(`invalid buildMetadata option: ${option}`)
  return options
}

/** `edit add buildmetadata`. */
export const addBuildMetadata: EditOperation = (request) => {
  const options = optionsOf(request)
  return {
    change: (file) => {
      const buildMetadata = [...(file.buildMetadata ?? [])]
      for (const option of options) {
        if (buildMetadata.includes(option)) refuse(`buildMetadata option ${option} already in kustomization file`)
        buildMetadata.push(option)
      }
      return { ...file, buildMetadata }
    },
  }
}

/** `edit set buildmetadata`. */
export const setBuildMetadata: EditOperation = (request) => {
  const buildMetadata = optionsOf(request)
  return { change: (file) => ({ ...file, buildMetadata }) }
}

/** `edit remove buildmetadata`. */
export const removeBuildMetadata: EditOperation = (request) => {
  const options = optionsOf(request)
  return {
    change: (file) => ({ ...file, buildMetadata: (file.buildMetadata ?? []).filter((has) => !options.includes(has)) }),
  }
}
