import type { AuthorizationAnswer, AuthorizationQuestion, Authorize } from '../cel/library/authorizer.ts'
import type { Attributes, Authorizer, Decision } from '../contract/access.ts'
import type { AdmissionRequest } from '../contract/admission.ts'
import type { User } from '../contract/user.ts'

/** Thrown by an expression that has to wait for an authorizer: run it again when the promise is fulfilled. */
export class Waiting extends Error {
  readonly until: Promise<unknown>
  constructor(until: Promise<unknown>) {
    super('waiting for an authorizer')
    this.name = 'Waiting'
    this.until = until
  }
}

/** Answers questions of expressions; each is asked once a request (admission caching authorizer). */
export function cachingAuthorize(authorizer: Authorizer, { user }: AdmissionRequest): Authorize {
  const answers = new Map<string, AuthorizationAnswer>()
  return (question) => {
    const key = JSON.stringify(question)
    const known = answers.get(key)
    if (known !== undefined) return known
    const decision = authorizer.authorize(attributesOf(question, user))
    if (!('then' in decision)) {
      const answer = answerOf(decision)
      answers.set(key, answer)
      return answer
    }
    throw new Waiting(
      decision.then(
        (late) => answers.set(key, answerOf(late)),
        (error: unknown) => {
          const words = error instanceof Error ? error.message : String(error)
          answers.set(key, { isAllowed: false, reason: '', error: words })
        },
      ),
    )
  }
}

function attributesOf(question: AuthorizationQuestion, asking: User): Attributes {
  const { path, serviceAccount, verb } = question
  const user = serviceAccount === undefined ? asking : accountOf(serviceAccount)
  const { fieldSelector, labelSelector } = question
  return {
    user,
    verb,
    isResource: path === undefined,
    group: question.group ?? '',
    version: path === undefined ? '*' : '',
    resource: question.resource ?? '',
    subresource: question.subresource ?? '',
    namespace: question.namespace ?? '',
    name: question.name ?? '',
    path: path ?? '',
    ...(fieldSelector !== undefined && { fieldSelector }),
    ...(labelSelector !== undefined && { labelSelector }),
  }
}

function accountOf({ namespace, name }: { readonly namespace: string; readonly name: string }): User {
  return {
    name: `system:serviceaccount:${namespace}:${name}`,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
  }
}

function answerOf({ answer, reason = '' }: Decision): AuthorizationAnswer {
  return { isAllowed: answer === 'allow', reason }
}
