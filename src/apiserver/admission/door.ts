export { type AdmissionOptions, defaultAdmission } from './default-admission.ts'
export type { PodSecurityOptions } from './pod-security/plugin.ts'
export { LEVELS, type LevelVersion, type Policy } from './pod-security/policy.ts'
export { quotaEvaluatorOf } from './quota/evaluate.ts'
