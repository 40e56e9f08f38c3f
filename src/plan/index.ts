/**
 * What an operation will do, before it is done: objects in order, three-way comparison, every change with its cause. Objects
 * before and after come in; a list of changes and its text come out. It talks to no cluster and writes nothing.
 */
export type { Cause, ChangeClass, Compared, FieldChange, ObjectChange, Plan } from './contract.ts'
