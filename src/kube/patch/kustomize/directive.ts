import { PatchError } from '../error.ts'
import { fieldOf, isMap, type Json, type JsonObject, textOf } from '../json.ts'
import { removeElements } from './element.ts'

/** What a patch does to the map or list that it stands in. */
export type Directive = 'merge' | 'replace' | 'delete'

const KEY = '$patch'
const DIRECTIVES: readonly Directive[] = ['merge', 'replace', 'delete']

/** Takes the directive out of a map of the patch (mutates it). Throws `bad-directive`. */
export function takeMapDirective(patch: JsonObject): Directive {
  const value = fieldOf(patch, KEY)
  if (value === undefined) return 'merge'
  const directive = directiveOf(value)
  delete patch[KEY]
  return directive
}

/** As `takeMapDirective`; a word that means nothing stays and counts as `merge`. */
export function takeKnownMapDirective(patch: JsonObject): Directive {
  const text = textOf(fieldOf(patch, KEY))
  return isDirective(text) ? takeMapDirective(patch) : 'merge'
}

/** Takes the directive, an item with nothing but `$patch`, out of a list of the patch (mutates it). Throws `bad-directive`. */
export function takeListDirective(patch: Json[]): Directive {
  const item = patch.find((element): element is JsonObject => isMap(element) && Object.hasOwn(element, KEY))
  if (item === undefined || Object.keys(item).length > 1) return 'merge'
  const directive = directiveOf(item[KEY])
  removeElements(patch, { keys: [KEY], values: [directive] })
  return directive
}

function directiveOf(value: Json | undefined): Directive {
  const text = textOf(value)
  if (isDirective(text)) return text
  throw new PatchError('bad-directive', `unknown patch strategy '${text}'`, {
    hint: `$patch may be ${DIRECTIVES.join(', ')}`,
  })
}

function isDirective(text: string): text is Directive {
  return (DIRECTIVES as readonly string[]).includes(text)
}
