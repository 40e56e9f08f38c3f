import { type Subresource, typeNameOf } from '#kinds'
import { capitalized, type Method, type Operation } from './operation.ts'
import { namedAs, type OperationContext, operationOf } from './operation-context.ts'
import { optionParameters, type Parameter, pathParameter, pretty } from './parameter.ts'

/** Whether a subresource is a stream or a proxy: what travels is no object. */
export function isStream({ name }: Subresource): boolean {
  return name === 'log' || Object.hasOwn(methodsOf, name)
}

/** The operations on `log`, `exec`, `attach`, `portforward` and `proxy`. */
export function connectOperations(context: OperationContext, sub: Subresource): readonly Operation[] {
  if (sub.name === 'log') return [logOperation(context)]
  const methods = methodsOf[sub.name] ?? []
  const inside = { ...context, named: namedAs(context, sub.body) }
  const plain = methods.map((method) => connectOperation(inside, sub, method))
  if (sub.name !== 'proxy') return plain
  const rest = pathParameter('path', 'path to the resource')
  const below = plain.map((operation) => ({
    ...operation,
    path: `${operation.path}/{path}`,
    id: `${operation.id}WithPath`,
    parameters: [...operation.parameters, rest],
  }))
  return [...plain, ...below]
}

const proxyMethods: readonly Method[] = ['delete', 'get', 'head', 'options', 'patch', 'post', 'put']
const methodsOf: Readonly<Record<string, readonly Method[]>> = {
  attach: ['get', 'post'],
  exec: ['get', 'post'],
  portforward: ['get', 'post'],
  proxy: proxyMethods,
}

function connectOperation(context: OperationContext, sub: Subresource, method: Method): Operation {
  const { kind, collection, scopeWord, named } = context
  const word = capitalized(method)
  return operationOf(context, {
    path: `${collection}/{name}/${sub.name}`,
    method,
    action: 'connect',
    name: ['connect', `${word}${scopeWord}${kind.kind}${capitalized(sub.name)}`],
    description: `connect ${method.toUpperCase()} requests to ${sub.name} of ${kind.kind}`,
    parameters: [...optionsOf(context, sub), ...named.filter((one) => one !== pretty)],
    responses: { 200: 'string' },
    consumes: ['*/*'],
    produces: ['*/*'],
    ...(sub.body !== undefined && { kind: sub.body }),
  })
}

function optionsOf({ describe }: OperationContext, { body }: Subresource): readonly Parameter[] {
  const typeName = body === undefined ? undefined : typeNameOf(body)
  return typeName === undefined ? [] : optionParameters(typeName, describe)
}

function logOperation(context: OperationContext): Operation {
  const { kind, collection, scopeWord, named, produces, describe } = context
  return operationOf(context, {
    path: `${collection}/{name}/log`,
    method: 'get',
    action: 'get',
    name: ['read', `${scopeWord}${kind.kind}Log`],
    description: `read log of the specified ${kind.kind}`,
    parameters: [...optionParameters('io.k8s.api.core.v1.PodLogOptions', describe), ...named],
    responses: { 200: 'string' },
    produces: ['text/plain', ...produces],
  })
}
