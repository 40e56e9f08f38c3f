export { runtimeSuite } from './runtime/suite.ts'
