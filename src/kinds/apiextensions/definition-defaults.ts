export function defaultDefinition(..._: unknown[]): void {}
export const newDefinitionStatus = {}
export function prepareDefinition(..._: unknown[]): void {}
