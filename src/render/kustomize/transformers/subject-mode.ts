import { KustomizeError } from '../error.ts'

/** Which subjects of role bindings a namespace is set on: those named `default`, all service accounts, or none. */
export type SubjectMode = 'defaultOnly' | 'allServiceAccounts' | 'none'

/** The mode that a configuration asks for, `defaultOnly` where it asks for none. Throws `bad-config`. */
export function subjectMode(text = ''): SubjectMode {
  if (text === '') return 'defaultOnly'
  if (text === 'defaultOnly' || text === 'allServiceAccounts' || text === 'none') return text
  const modes = 'must be one of "defaultOnly", "none" or "allServiceAccounts"'
  const message = `invalid value ${JSON.stringify(text)} for setRoleBindingSubjects: ${modes}`
  throw new KustomizeError({ code: 'bad-config', message })
}
