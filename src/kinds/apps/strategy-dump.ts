import type { JsonObject } from '#kube'
import { isSet, mapAt } from '../read.ts'

/** Fields of a rolling update, with the names that findings show them by. */
export const rollingFields: Readonly<Record<string, string>> = {
  maxUnavailable: 'MaxUnavailable',
  maxSurge: 'MaxSurge',
}

/** A strategy as findings show it: in the server's own names. */
export function strategyDump(strategy: JsonObject, fields: Readonly<Record<string, string>>): JsonObject {
  const rolling = mapAt(strategy, 'rollingUpdate')
  const dump = Object.entries(fields).map(([key, name]) => [name, rolling[key] ?? null] as const)
  return {
    Type: strategy['type'] ?? '',
    RollingUpdate: isSet(strategy, 'rollingUpdate') ? Object.fromEntries(dump) : null,
  }
}
