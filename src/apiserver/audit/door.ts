export { type AuditOptions, type AuditSink, auditFilter } from './filter.ts'
export { collectEvents, type LogFile, type LogFileOptions, openLogFile } from './log-file.ts'
export { type AuditPolicy, AuditPolicyError, readAuditPolicy } from './policy.ts'
