import { arithmetic } from './arithmetic.ts'
import { collection } from './collection.ts'
import { comparison } from './comparison.ts'
import { conversion } from './conversion.ts'
import { format } from './format.ts'
import { optional } from './optional.ts'
import type { Overload } from './overload.ts'
import { text } from './text.ts'
import { time } from './time.ts'

/** The language's own functions and the extensions that need nothing of Kubernetes: strings, lists, sets, optionals. */
export const standardFunctions: readonly Overload[] = [
  ...comparison,
  ...arithmetic,
  ...conversion,
  ...text,
  ...format,
  ...time,
  ...collection,
  ...optional,
]
