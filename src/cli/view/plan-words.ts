import type { ChangeClass, ObjectChange } from '#plan'

/** Whether anything happens to an object. */
export function isChange({ change }: ObjectChange): boolean {
  return change !== 'unchanged'
}

/** Whether an object has anything to tell. */
export function isShown(change: ObjectChange): boolean {
  return isChange(change) || (change.foreign?.length ?? 0) > 0
}

/** A class for people. */
export interface ClassWords {
  readonly sign: string
  /** Behind the object's name. */
  readonly words: string
  /** In the last line: `2 to create`. */
  readonly counted: string
  /** The colour's code. */
  readonly colour: string
}

/** How classes are told, in the order of the last line. */
export const CLASS_WORDS: Readonly<Record<ChangeClass, ClassWords>> = {
  create: { sign: '+', words: 'is created', counted: 'to create', colour: '32' },
  update: { sign: '~', words: 'changes in place', counted: 'to change', colour: '33' },
  restart: { sign: '~', words: 'changes, and its pods start again', counted: 'to restart', colour: '33' },
  replace: { sign: '±', words: 'has to be replaced', counted: 'to replace', colour: '31' },
  delete: { sign: '-', words: 'is deleted', counted: 'to delete', colour: '31' },
  keep: { sign: '=', words: 'is left behind', counted: 'to leave behind', colour: '36' },
  adopt: { sign: '>', words: 'is taken over', counted: 'to take over', colour: '36' },
  drift: { sign: '!', words: 'was changed by somebody and is set right', counted: 'to set right', colour: '35' },
  crd: { sign: '~', words: 'changes the schema of a kind', counted: 'schemas to change', colour: '33' },
  unchanged: { sign: ' ', words: 'stays as it is', counted: 'unchanged', colour: '0' },
}
