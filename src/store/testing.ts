/**
 * Shared checks of the store room, for its own tests and those of drivers elsewhere: what every driver promises, a model
 * of it to compare with, and a clock that tests turn by hand.
 */

export { type Harness, textOf, textsOf } from './test/harness.ts'
export { checkAgainstModel } from './test/model.ts'
export { storeSuite } from './test/suite.ts'
