import type { EditOperation } from './edit.ts'
import { refuse } from './refuse.ts'

/** `edit set nameprefix|namesuffix|namespace`. */
export function setText(field: 'namePrefix' | 'nameSuffix' | 'namespace', noun: string): EditOperation {
  return ({ args }) => {
    const [text] = args
    if (text === undefined || args.length > 1) return refuse(`must specify exactly one ${noun} value`)
    return { change: (file) => ({ ...file, [field]: text }) }
  }
}
