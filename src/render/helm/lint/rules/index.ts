import type { Rule } from './context.ts'
import { duplicateKey } from './duplicate-key.ts'
import { missingDefault } from './missing-default.ts'
import { unknownValue } from './unknown-value.ts'
import { unusedValue } from './unused-value.ts'
import { wrongType } from './wrong-type.ts'

/** The rules beyond Helm's, in the order in which their findings are printed. */
export const rules: readonly Rule[] = [duplicateKey, unknownValue, wrongType, unusedValue, missingDefault]
