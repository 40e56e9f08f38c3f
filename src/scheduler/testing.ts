/** Shared checks of the scheduler, for its own tests and its bar: decisions beside those of a plain reference. */
export { type Compared, compareWithReference } from './testing/compare.ts'
