import type { Kustomization, Label, TextMap } from '../file/types.ts'
import { newObject } from '../resource/json.ts'
import type { EditOperation, EditRequest } from './edit.ts'
import { readPairs } from './pairs.ts'
import { refuse } from './refuse.ts'

type Noun = 'annotation' | 'label'

const FIELDS = { annotation: 'commonAnnotations', label: 'commonLabels' } as const

/** `edit add annotation`, and `edit add label` for labels that selectors get too. */
export function addPairs(noun: Noun): EditOperation {
  return (request) => {
    const { flags } = request
    const pairs = checkedPairs(request, noun)
    const isForced = flags['force'] === true
    if (noun === 'label' && flags['without-selector'] === true) {
      const includeTemplates = flags['include-templates'] === true
      return { change: (file) => addLabels(file, { pairs, isForced, includeTemplates }) }
    }
    return {
      change: (file) => ({ ...file, [FIELDS[noun]]: added(file[FIELDS[noun]], { pairs, isForced, noun }) }),
    }
  }
}

/** `edit set annotation|label`. */
export function setPairs(noun: Noun): EditOperation {
  return (request) => {
    const pairs = checkedPairs(request, noun)
    if (noun === 'annotation' && ![...pairs.keys()].every((key) => ANNOTATION_KEY.test(key))) refuse(BAD_KEY)
    return {
      change: (file) => ({ ...file, [FIELDS[noun]]: added(file[FIELDS[noun]], { pairs, isForced: true, noun }) }),
    }
  }
}

/** `edit remove annotation|label`. */
export function removePairs(noun: Noun): EditOperation {
  return ({ args, flags }) => {
    const [text] = args
    // the reference calls both of them labels here
    if (text === undefined) return refuse('must specify label')
    if (args.length > 1) refuse('labels must be comma-separated, with no spaces')
    const keys = text.split(',')
    if (keys.includes('')) refuse("invalid label: '' (name is empty)")
    const field = FIELDS[noun]
    const isLenient = flags['ignore-non-existence'] === true
    return {
      change: (file) => {
        const map = copyOf(file[field])
        if (file[field] === undefined && !isLenient) refuse(`${field} is not defined in kustomization file`)
        for (const key of keys) {
          if (!(key in map) && !isLenient) refuse(`${noun} ${key} is not defined in kustomization file`)
          delete map[key]
        }
        return { ...file, [field]: map }
      },
    }
  }
}

const ANNOTATION_KEY =
  /^([a-zA-Z](([-a-zA-Z0-9.]{0,251})[a-zA-Z0-9])?\/)?[a-zA-Z0-9]([-a-zA-Z0-9_.]{0,61}[a-zA-Z0-9])?$/
const BAD_KEY =
  'invalid annotation key: see the syntax and character set rules at https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/'

function checkedPairs({ args, flags }: EditRequest, noun: Noun): Map<string, string> {
  if (args.length === 0) refuse(`must specify ${noun}`)
  if (flags['include-templates'] === true && flags['without-selector'] !== true) {
    refuse('--without-selector flag must be specified for --include-templates to work')
  }
  return readPairs(args, noun)
}

interface Pairs {
  readonly pairs: ReadonlyMap<string, string>
  readonly isForced: boolean
  readonly noun: Noun
}

function added(map: TextMap | undefined, { pairs, isForced, noun }: Pairs): TextMap {
  const result = copyOf(map)
  for (const [key, value] of pairs) {
    if (key in result && !isForced) refuse(`${noun} ${key} already in kustomization file. Use --force to override.`)
    result[key] = value
  }
  return result
}

interface Labels {
  readonly pairs: ReadonlyMap<string, string>
  readonly isForced: boolean
  readonly includeTemplates: boolean
}

// With no entry of these settings the first pair brings all of them in, so the second one is there already: an error.
function addLabels(file: Kustomization, { pairs, isForced, includeTemplates }: Labels): Kustomization {
  const labels: Label[] = [...(file.labels ?? [])]
  for (const [key, value] of pairs) {
    const index = labels.findIndex(
      (label) => !label.includeSelectors && (label.includeTemplates ?? false) === includeTemplates,
    )
    const found = labels[index]
    if (found === undefined) {
      labels.push({ pairs: added(undefined, { pairs, isForced, noun: 'label' }), includeTemplates })
    } else {
      const one = new Map([[key, value]])
      labels[index] = { ...found, pairs: added(found.pairs, { pairs: one, isForced, noun: 'label' }) }
    }
  }
  return { ...file, labels }
}

function copyOf(map: TextMap | undefined): Record<string, string> {
  return Object.assign(newObject(), map) as Record<string, string>
}
