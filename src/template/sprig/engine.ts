/** The parts of the engine that the functions share with it. */
export { sprint, sprintf } from '../printf.ts'
export { quoteGo } from '../quote.ts'
export { elementType, goKind, goTypeName, zeroValue } from '../types.ts'
