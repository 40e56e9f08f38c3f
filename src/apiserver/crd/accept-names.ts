import { sameJson } from '#kube'
import type { Condition } from './conditions.ts'
import type { DefinitionNames } from './definition.ts'

/** Names that the other definitions of a group hold. */
export interface TakenNames {
  /** Plural, singular and short names. */
  readonly resources: ReadonlySet<string>
  /** Kinds and kinds of lists. */
  readonly kinds: ReadonlySet<string>
}

/** The names that a definition gets, and the condition that tells it. */
export interface AcceptedNames {
  readonly names: DefinitionNames
  readonly condition: Condition
}

/** The names that others hold. */
export function takenNames(others: readonly DefinitionNames[]): TakenNames {
  return {
    resources: new Set(others.flatMap(({ plural, singular, shortNames }) => [plural, singular, ...shortNames])),
    kinds: new Set(others.flatMap(({ kind, listKind }) => [kind, listKind])),
  }
}

/** Which of the names that are asked for are free (apiextensions NamingConditionController). */
export function acceptNames(asked: DefinitionNames, held: DefinitionNames, taken: TakenNames): AcceptedNames {
  const conflicts: (readonly [reason: string, message: string])[] = []
  const take = (
    reason: string,
    field: 'plural' | 'singular' | 'kind' | 'listKind',
    used: ReadonlySet<string>,
  ): string => {
    const name = asked[field]
    if (name === held[field] || !used.has(name)) return name
    conflicts.push([reason, inUse(name)])
    return held[field]
  }
  const plural = take('PluralConflict', 'plural', taken.resources)
  const singular = take('SingularConflict', 'singular', taken.resources)
  const shortNames = takeShortNames(asked, held, taken, (message) => conflicts.push(['ShortNamesConflict', message]))
  const kind = take('KindConflict', 'kind', taken.kinds)
  const listKind = take('ListKindConflict', 'listKind', taken.kinds)
  const names = { plural, singular, kind, listKind, shortNames, categories: asked.categories }
  // The last conflict is the one that is told.
  const [reason, message] = conflicts.at(-1) ?? ['NoConflicts', 'no conflicts found']
  return {
    names,
    condition: { type: 'NamesAccepted', status: conflicts.length === 0 ? 'True' : 'False', reason, message },
  }
}

function takeShortNames(
  { shortNames }: DefinitionNames,
  held: DefinitionNames,
  { resources }: TakenNames,
  refuse: (message: string) => void,
): readonly string[] {
  if (sameJson([...shortNames], [...held.shortNames])) return shortNames
  const messages = shortNames.filter((name) => !held.shortNames.includes(name) && resources.has(name)).map(inUse)
  if (messages.length === 0) return shortNames
  const each = [...new Set(messages)]
  refuse(each.length === 1 ? (each[0] ?? '') : `[${each.join(', ')}]`)
  return held.shortNames
}

function inUse(name: string): string {
  return `${JSON.stringify(name)} is already in use`
}
